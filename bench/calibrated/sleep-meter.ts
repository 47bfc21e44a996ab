import { setTimeout as sleep } from 'node:timers/promises';
import { createGaussian, createRandom } from '../corpus/random.ts';
import { JITTER_SIGMA } from './rows.ts';

/** A sleep that is further off than this makes what was measured meanwhile invalid. */
export const LARGEST_SLEEP_ERROR_MS = 5;

/** How precisely the servers slept. */
export interface SleepErrors {
  sleeps: number;
  p99Ms: number;
  worstMs: number;
  /** No sleep was off by more than {@link LARGEST_SLEEP_ERROR_MS}. */
  valid: boolean;
}

/** Sleeps, and remembers by how much each sleep missed. On an idle machine that is less than 2 ms. */
export class SleepMeter {
  readonly #gaussian;
  #errorsMs: number[] = [];

  constructor(seed: number) {
    this.#gaussian = createGaussian(createRandom(seed));
  }

  /** A duration around a median, log-normally distributed. */
  vary(medianMs: number): number {
    return medianMs * Math.exp(JITTER_SIGMA * this.#gaussian());
  }

  /**
   * Sleeps until a time on the clock of `performance.now()`; returns at once when it has passed.
   *
   * @throws AbortError when the signal is aborted first.
   */
  async until(dueMs: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const askedMs = performance.now();
    const remainingMs = Math.round(dueMs - askedMs);
    if (remainingMs > 0) await sleep(remainingMs, undefined, { ...(signal && { signal }) });
    // A client that reads slowly makes us ask late, which is no fault of the sleep.
    this.#errorsMs.push(Math.abs(performance.now() - Math.max(dueMs, askedMs)));
  }

  report(): SleepErrors {
    const sorted = [...this.#errorsMs].sort((a, b) => a - b);
    const worstMs = sorted.at(-1) ?? 0;
    return {
      sleeps: sorted.length,
      p99Ms: sorted[Math.max(0, Math.ceil(0.99 * sorted.length) - 1)] ?? 0,
      worstMs,
      valid: worstMs <= LARGEST_SLEEP_ERROR_MS,
    };
  }

  reset(): void {
    this.#errorsMs = [];
  }
}
