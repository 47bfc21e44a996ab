import { Envelope, FRAME_MS } from './envelope.ts';
import type { KnownRecording } from './known-recording.ts';

/** A word counts as heard when this much of it is in the audio; recognisers guess the rest. */
const HEARD_SHARE = 0.5;

/**
 * Below these the audio is no known recording: how alike all of it is, some of which may be another recording, and the
 * stretch where both are. Callers play nothing else, noise included, so this only has to keep out what is left of a
 * recording when most of it was recognised. Through WebRTC a recording fits itself by 0.9 and more.
 */
const LEAST_LIKENESS = 0.5;
const LEAST_FIT = 0.8;

/** Recordings that are looked at closely; the others do not even resemble the audio. */
const CANDIDATES = 24;

/** Less power than this share of the audio is not looked at any further. */
const LEAST_POWER = 0.1;

/** Shorter sounds are nothing that could be told apart. */
const LEAST_SOUND_MS = 160;

/** What was understood, and how far into the last recording the audio reaches. */
export interface Heard {
  text: string;
  last?: { recording: KnownRecording; endMs: number };
}

/**
 * The words of known recordings that are in the audio, in the order in which they were said. Nothing comes back of
 * words that the audio does not hold: a question of which the first half was sent is half a question.
 */
export function hearWords(samples: Int16Array, rateHz: number, known: readonly KnownRecording[]): Heard {
  const whole = Envelope.of(samples, rateHz);
  const audio = whole.trimEnd(); // Clients add silence; words that were said in its time are not in it.
  const total = audio.sumPower();
  const found: { recording: KnownRecording; offset: number }[] = [];
  let rest = audio;
  while (countSoundMs(rest) >= LEAST_SOUND_MS && rest.sumPower() > LEAST_POWER * total) {
    const best = recognize(
      rest,
      known.filter((recording) => found.every((other) => other.recording !== recording)),
    );
    if (!best) break;
    found.push(best);
    rest = rest.without(-best.offset, best.recording.envelope.frames - best.offset);
  }
  found.sort((a, b) => b.offset - a.offset); // What lies later in the audio begins at a smaller offset of its own.
  const words = found.flatMap(({ recording, offset }) => listHeard(recording, offset, offset + audio.frames));
  const last = found.at(-1);
  return {
    text: finish(words.join(' ')),
    ...(last && { last: { recording: last.recording, endMs: (last.offset + whole.frames) * FRAME_MS } }),
  };
}

function recognize(
  audio: Envelope,
  known: readonly KnownRecording[],
): { recording: KnownRecording; offset: number } | undefined {
  const [best] = known
    .map((recording) => ({ recording, resemblance: audio.resembles(recording.envelope) }))
    .sort((a, b) => b.resemblance - a.resemblance)
    .slice(0, CANDIDATES)
    .map(({ recording }) => ({ recording, ...audio.findIn(recording.envelope) }))
    .sort((a, b) => b.likeness - a.likeness);
  return best && best.likeness >= LEAST_LIKENESS && best.fit >= LEAST_FIT ? best : undefined;
}

function listHeard({ words }: KnownRecording, from: number, to: number): string[] {
  return words
    .filter(({ frames }) => {
      const inside = frames.filter((frame) => frame >= from && frame < to).length;
      return frames.length > 0 && inside >= HEARD_SHARE * frames.length;
    })
    .map(({ text }) => text);
}

/** Whisper ends whatever it hears with a full stop. The label's own mark would tell whether the sentence is over. */
function finish(text: string): string {
  return text === '' ? '' : `${text.replace(/[.,;:!?]+$/, '')}.`;
}

function countSoundMs(envelope: Envelope): number {
  let frames = 0;
  for (let frame = 0; frame < envelope.frames; frame++) if (envelope.getPower(frame) > 0) frames++;
  return frames * FRAME_MS;
}
