import { joinSamples } from '../samples.ts';

const WINDOW_MS = 5;
/** Kept of the silence at both ends: sounds begin and fade below the threshold. */
export const EDGE_MS = 10;
/** A window without a sample as loud as this is silent: −50 dB of full scale. */
const SILENCE_LEVEL = 104;

/**
 * Takes the silence off both ends of one segment while its samples arrive. What is heard stays as it is, sample by
 * sample, with the silence inside; only a kept edge is faded, where more silence was beside it.
 */
export class SilenceTrimmer {
  readonly #windowSamples: number;
  readonly #edgeSamples: number;
  /** Not passed on: silence that is only known to be inside when sound follows, and less than a window. */
  #pending = new Int16Array();
  #sounded = false;
  #dropped = false;

  constructor(sampleRateHz: number) {
    this.#windowSamples = (sampleRateHz * WINDOW_MS) / 1000;
    this.#edgeSamples = (sampleRateHz * EDGE_MS) / 1000;
  }

  /** Returns what can be heard already, possibly nothing. */
  push(samples: Int16Array): Int16Array {
    this.#pending = joinSamples([this.#pending, samples]);
    const judged = this.#pending.length - (this.#pending.length % this.#windowSamples);
    return this.#take(this.#findSoundEnd(judged));
  }

  /** Returns the end of the last sound; the silence behind it is gone. */
  finish(): Int16Array {
    const end = this.#findSoundEnd(this.#pending.length);
    const sound = this.#take(end);
    if (!this.#sounded) return sound;
    const edge = this.#pending.slice(0, this.#edgeSamples);
    if (this.#pending.length > edge.length) fade(edge, (index) => 1 - (index + 1) / edge.length);
    return joinSamples([sound, edge]);
  }

  /** Passes on the pending samples up to the end of a sound; before the first one, only an edge is kept. */
  #take(soundEnd: number): Int16Array {
    if (soundEnd === 0) {
      if (!this.#sounded) this.#dropBefore(this.#pending.length - this.#windowSamples);
      return new Int16Array();
    }
    if (!this.#sounded) soundEnd -= this.#dropBefore(this.#findSoundStart());
    const sound = this.#pending.slice(0, soundEnd);
    this.#pending = this.#pending.slice(soundEnd);
    if (!this.#sounded && this.#dropped)
      fade(sound.subarray(0, this.#edgeSamples), (index) => (index + 1) / this.#edgeSamples);
    this.#sounded = true;
    return sound;
  }

  /** Drops leading silence up to an edge before `start`; returns how many samples. */
  #dropBefore(start: number): number {
    const dropped = Math.max(0, start - this.#edgeSamples);
    this.#pending = this.#pending.slice(dropped);
    this.#dropped ||= dropped > 0;
    return dropped;
  }

  #findSoundStart(): number {
    let start = 0;
    while (!this.#isLoud(start)) start += this.#windowSamples;
    return start;
  }

  /** Where the last loud window before `limit` ends; 0 without one. */
  #findSoundEnd(limit: number): number {
    let start = Math.floor(Math.max(0, limit - 1) / this.#windowSamples) * this.#windowSamples;
    while (start >= 0 && !this.#isLoud(start)) start -= this.#windowSamples;
    return start < 0 ? 0 : Math.min(limit, start + this.#windowSamples);
  }

  #isLoud(start: number): boolean {
    const window = this.#pending.subarray(start, start + this.#windowSamples);
    return window.some((sample) => Math.abs(sample) >= SILENCE_LEVEL);
  }
}

function fade(samples: Int16Array, gain: (index: number) => number): void {
  for (const [index, sample] of samples.entries()) samples[index] = Math.round(sample * gain(index));
}
