import type { CorpusItem } from '../corpus/manifest.ts';
import type { Recording } from '../corpus/wav.ts';
import { hearWords } from './heard-words.ts';
import { learnRecording } from './known-recording.ts';
import type { KnownRecording } from './known-recording.ts';
import type { TurnEnds } from './turn-ends.ts';
import { lookUpTurnEnd } from './turn-ends.ts';

/** What a speech recogniser makes of some audio. */
export interface Heard {
  text: string;
  /** Probability that the caller's turn is over; null where nobody has judged that. */
  endOfTurn: number | null;
}

/** Understands the recordings of a corpus, whoever plays them, as far as they were played. */
export class Ear {
  readonly #known: KnownRecording[];
  readonly #turnEnds: TurnEnds;

  constructor(corpus: readonly CorpusItem[], turnEnds: TurnEnds) {
    this.#known = corpus.map(learnRecording);
    this.#turnEnds = turnEnds;
  }

  listen({ samples, rateHz }: Recording): Heard {
    const { text, last } = hearWords(samples, rateHz, this.#known);
    return { text, endOfTurn: last ? lookUpTurnEnd(this.#turnEnds, last.recording.item, last.endMs) : null };
  }
}
