import { SPEECH_SAMPLE_RATE_HZ } from './speech-request.ts';

/** A minute of speech, 3 MB. */
const MAX_SAMPLES = 60 * SPEECH_SAMPLE_RATE_HZ;

/**
 * What one call has had spoken lately, in memory. A caller who goes on after a pause is often answered with what was
 * prepared at the pause, and a slow server would make it once more.
 */
export class RecentSpeech {
  readonly #samples = new Map<string, Int16Array>();
  #total = 0;

  has(key: string): boolean {
    return this.#samples.has(key);
  }

  read(key: string): Int16Array | undefined {
    const samples = this.#take(key);
    if (samples) this.keep(key, samples); // Now the newest.
    return samples;
  }

  /** Keeps speech until newer speech needs its place. */
  keep(key: string, samples: Int16Array): void {
    this.#take(key);
    this.#samples.set(key, samples);
    this.#total += samples.length;
    for (const oldest of this.#samples.keys()) {
      if (this.#total <= MAX_SAMPLES) return;
      this.#take(oldest);
    }
  }

  #take(key: string): Int16Array | undefined {
    const samples = this.#samples.get(key);
    if (this.#samples.delete(key)) this.#total -= samples?.length ?? 0;
    return samples;
  }
}
