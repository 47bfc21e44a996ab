import type { Hypothesis } from '../hypothesis.ts';
import { estimateEndOfTurn } from './end-of-turn.ts';
import { decideEndpointing } from './endpointing.ts';
import type { EndpointingPreset } from './endpointing.ts';
import type { PauseHabits } from './pause-habits.ts';

/** What a pause is judged by, besides its evidence. */
interface PauseOptions {
  /** ISO 639-1 code of what the caller speaks. */
  language: string;
  preset: EndpointingPreset;
}

/** A silence in the caller's turn, with the evidence on whether the turn is over. */
export class Pause {
  readonly #options: PauseOptions;
  readonly #habits: PauseHabits;
  readonly #v1Mini: number[] = [];
  #languageModel: number | undefined;
  /** What the STT server made of the turn so far. */
  heard: Hypothesis | undefined;
  /** The STT server gave no answer, for good. */
  failed = false;
  /** Once something was heard: the probability that the turn is over, and the silence after which it counts as over. */
  verdict: { probability: number; commitAfterMs: number } | undefined;

  constructor(options: PauseOptions, habits: PauseHabits) {
    this.#options = options;
    this.#habits = habits;
  }

  understand(heard: Hypothesis): void {
    this.heard = heard;
    this.#languageModel = undefined; // It was of other words.
    this.#weigh(heard);
  }

  /** An opinion of the end-of-turn model v1-mini, 0 to 1; the mean of several is better than any one of them. */
  listen(probability: number): void {
    this.#v1Mini.push(probability);
    if (this.heard) this.#weigh(this.heard);
  }

  /** The language model's opinion of what was heard. */
  read(probability: number): void {
    this.#languageModel = probability;
    if (this.heard) this.#weigh(this.heard);
  }

  #weigh({ text, endOfTurn: smartTurn }: Hypothesis): void {
    const { language, preset } = this.#options;
    const probability = estimateEndOfTurn({
      text,
      language,
      smartTurn,
      v1Mini: this.#v1Mini,
      languageModel: this.#languageModel,
    });
    this.verdict = { probability, ...decideEndpointing(probability, this.#habits, preset) };
  }
}
