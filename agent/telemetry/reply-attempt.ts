import type { StageTimes } from './turn-record.ts';

/** What happens on the way from a text to the first audio of its reply. */
export type AttemptStage = 'llmRequest' | 'firstToken' | 'firstClause' | 'ttsRequest' | 'firstAudio';

/**
 * One try to answer: speculative until its turn is committed. Whoever works for it keeps the object, so that what comes
 * late is counted where it belongs, even when the attempt was thrown away in the meantime.
 */
export class ReplyAttempt {
  /** The stages so far, in ms on the meter's clock. */
  readonly timesMs: StageTimes;
  /** When it began: the text was there. */
  readonly startedAtMs: number;
  #llmTokens = 0;
  #ttsAudioMs = 0;

  constructor(startedAtMs: number, timesMs: StageTimes) {
    this.startedAtMs = startedAtMs;
    this.timesMs = { ...timesMs };
  }

  get llmTokens(): number {
    return this.#llmTokens;
  }

  get ttsAudioMs(): number {
    return this.#ttsAudioMs;
  }

  /** Notes when a stage was reached; the first time counts. */
  mark(stage: AttemptStage, atMs: number = performance.now()): void {
    this.timesMs[stage] ??= atMs;
  }

  /** Counts a chunk of text from the language model. */
  countToken(): void {
    this.#llmTokens++;
  }

  /** Counts synthesised speech. */
  countAudio(durationMs: number): void {
    this.#ttsAudioMs += durationMs;
  }
}
