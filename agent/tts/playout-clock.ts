/** How much of a reply's audio is still to be heard, given when it was handed over. Times in ms of one clock. */
export class PlayoutClock {
  #queuedMs = 0;
  #endsAtMs: number | undefined;

  /** From now on what was handed over is being heard; before, it waits for the turn to be committed. */
  start(nowMs: number): void {
    this.#endsAtMs ??= nowMs + this.#queuedMs;
  }

  add(audioMs: number, nowMs: number): void {
    this.#queuedMs += audioMs;
    if (this.#endsAtMs !== undefined) this.#endsAtMs = Math.max(this.#endsAtMs, nowMs) + audioMs;
  }

  /** Handed over and not heard yet. */
  getAheadMs(nowMs: number): number {
    return this.#endsAtMs === undefined ? this.#queuedMs : Math.max(0, this.#endsAtMs - nowMs);
  }

  /** How long the caller has heard nothing since the last of the audio. */
  getSilentMs(nowMs: number): number {
    return this.#queuedMs === 0 || this.#endsAtMs === undefined ? 0 : Math.max(0, nowMs - this.#endsAtMs);
  }
}
