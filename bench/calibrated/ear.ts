import type { CorpusItem } from '../corpus/manifest.ts';
import type { Recording } from '../../stack/wav.ts';
import { hearWords } from './heard-words.ts';
import { learnRecording } from './known-recording.ts';
import { lookUpTurnEnd } from './turn-ends.ts';
import type { TurnEnds } from './turn-ends.ts';

/** What a speech recogniser makes of some audio. */
export interface Heard {
  text: string;
  /** Probability that the caller's turn is over; null where nobody has judged that. */
  endOfTurn: number | null;
}

/** Understands the recordings of a corpus, whoever plays them, as far as they were played. */
export type Ear = (audio: Recording) => Promise<Heard>;

export function createEar(corpus: readonly CorpusItem[], turnEnds: TurnEnds): Ear {
  const known = corpus.map(learnRecording);
  return ({ samples, rateHz }) => {
    const { text, last } = hearWords(samples, rateHz, known);
    const endOfTurn = last ? lookUpTurnEnd(turnEnds, last.recording.item, last.endMs) : null;
    return Promise.resolve({ text, endOfTurn });
  };
}
