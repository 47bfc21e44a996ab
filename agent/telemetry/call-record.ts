import type { TurnOutcome, TurnRecord } from './turn-record.ts';

/**
 * How a call ended. By the agent: `goodbye` (agreed with the caller), `idle` (nobody spoke), `timeLimit`, `transfer`.
 * By others: `caller` (hung up), `absence` (dropped out and did not come back), `error`.
 */
export type CallEnd = 'goodbye' | 'idle' | 'timeLimit' | 'transfer' | 'caller' | 'absence' | 'error';

/** Who answers at the moment: names of files and variants, nobody's own. */
export interface AnsweredBy {
  assistant: string;
  experiment?: string;
  variant?: string;
}

/** One call as the turn log has it, beside its turns: numbers and names of our own, never anything that was said. */
export interface CallRecord {
  version: 1;
  /** In the order in which they had the call. */
  assistants: string[];
  /** Experiments that the call took part in, with its variant in each. */
  experiments: Record<string, string>;
  end: CallEnd;
  turns: number;
  /** How the last turn ended; undefined in a call without any. */
  lastOutcome?: TurnOutcome;
  durationMs: number;
}

/** Counts a call's turns and who answered them, for its record. */
export class CallTally {
  readonly #startedAtMs: number;
  readonly #assistants: string[] = [];
  readonly #experiments: Record<string, string> = {};
  readonly #now: () => number;
  #turns = 0;
  #lastOutcome: TurnOutcome | undefined;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#startedAtMs = now();
  }

  /** An assistant has the call. */
  answeredBy({ assistant, experiment, variant }: AnsweredBy): void {
    if (this.#assistants.at(-1) !== assistant) this.#assistants.push(assistant);
    if (experiment && variant) this.#experiments[experiment] = variant;
  }

  count({ outcome }: Pick<TurnRecord, 'outcome'>): void {
    if (outcome === 'speaking') return;
    this.#turns++;
    this.#lastOutcome = outcome;
  }

  finish(end: CallEnd): CallRecord {
    return {
      version: 1,
      assistants: this.#assistants,
      experiments: this.#experiments,
      end,
      turns: this.#turns,
      ...(this.#lastOutcome && { lastOutcome: this.#lastOutcome }),
      durationMs: Math.round(this.#now() - this.#startedAtMs),
    };
  }
}
