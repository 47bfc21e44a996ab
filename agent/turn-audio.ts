/** The rate at which a caller's speech is kept, judged and sent. */
export const LISTENING_RATE_HZ = 16_000;

const INITIAL_SAMPLES = 10 * LISTENING_RATE_HZ;

/** Everything the caller said in the open turn, 16-bit mono at {@link LISTENING_RATE_HZ}, kept until the turn is over. */
export class TurnAudio {
  #buffer = new Int16Array(INITIAL_SAMPLES);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(samples: Int16Array): void {
    if (this.#length + samples.length > this.#buffer.length) {
      const grown = new Int16Array(2 * (this.#length + samples.length));
      grown.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = grown;
    }
    this.#buffer.set(samples, this.#length);
    this.#length += samples.length;
  }

  /** A copy of the samples from `start` (may be negative: counted from the end) to `end`. */
  slice(start = 0, end = this.#length): Int16Array<ArrayBuffer> {
    return this.#buffer.slice(start < 0 ? Math.max(0, this.#length + start) : start, end);
  }

  clear(): void {
    this.#length = 0;
    this.#buffer = this.#buffer.subarray(0, INITIAL_SAMPLES).slice();
  }
}
