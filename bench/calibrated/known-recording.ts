import type { CorpusItem } from '../corpus/manifest.ts';
import { Envelope, FRAME_MS } from './envelope.ts';

/** With a background, speech is what lies this factor above its power. */
const ABOVE_BACKGROUND = 2;

/** A word of a recording, and the frames in which it is said. */
interface SaidWord {
  text: string;
  frames: number[];
}

/** A recording as the calibrated STT knows it: what it looks like, and when each of its words is said. */
export interface KnownRecording {
  item: CorpusItem;
  envelope: Envelope;
  words: SaidWord[];
}

/**
 * Works out when the words of a recording are said. Between two labelled pauses each word takes the share of the
 * speech that it has of the letters.
 */
export function learnRecording(item: CorpusItem): KnownRecording {
  const envelope = Envelope.of(item.samples, item.rateHz);
  const voiced = listVoicedFrames(item, envelope);
  const words = item.text.split(/\s+/).filter((word) => word !== '');
  const cuts = item.pauses.flatMap(({ atMs, afterWords }) =>
    afterWords === undefined ? [] : [{ words: afterWords, frame: atMs / FRAME_MS }],
  );
  const stretches = [{ words: 0, frame: 0 }, ...cuts].map((start, index) => {
    const end = cuts[index] ?? { words: words.length, frame: Infinity };
    return {
      words: words.slice(start.words, end.words),
      frames: voiced.filter((frame) => frame >= start.frame && frame < end.frame),
    };
  });
  return { item, envelope, words: stretches.flatMap(spreadWords) };
}

function listVoicedFrames({ speechEndMs, bed }: CorpusItem, envelope: Envelope): number[] {
  const powers = Array.from({ length: envelope.frames }, (_, frame) => envelope.getPower(frame));
  const quiet = [...powers].sort((a, b) => a - b)[Math.floor(powers.length * 0.2)] ?? 0;
  const background = bed === undefined ? 0 : quiet * ABOVE_BACKGROUND;
  return [...powers.keys()].filter(
    (frame) => frame * FRAME_MS < speechEndMs && (powers[frame] ?? 0) > background,
  );
}

function spreadWords({ words, frames }: { words: string[]; frames: number[] }): SaidWord[] {
  const letters = words.map((word) => word.replace(/[^\p{L}\p{N}]/gu, '').length + 1);
  const total = letters.reduce((sum, count) => sum + count, 0);
  let before = 0;
  return words.map((text, index) => {
    const from = before;
    before += letters[index] ?? 0;
    const [first, end] = [from, before].map((count) => Math.round((frames.length * count) / total));
    return { text, frames: frames.slice(first, end) };
  });
}
