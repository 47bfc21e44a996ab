import createModule from '@echogarden/rnnoise-wasm';
import type { RnnoiseModule } from '@echogarden/rnnoise-wasm';

/** The only rate that RNNoise knows. */
export const SUPPRESSION_RATE_HZ = 48_000;

/** RNNoise hears one frame of 10 ms before it answers: measured, the peak of the correlation of output with input. */
export const SUPPRESSION_DELAY_MS = 10;

const FRAME_SAMPLES = SUPPRESSION_RATE_HZ / 100;
const BYTES_PER_SAMPLE = 4;

let loading: Promise<RnnoiseModule> | undefined;

/** RNNoise (recurrent network, 2018; BSD licence) in WebAssembly: the noise of one caller, taken away as it comes. */
export class NoiseSuppressor {
  readonly #module: RnnoiseModule;
  readonly #state: number;
  readonly #buffer: number;

  private constructor(module: RnnoiseModule) {
    this.#module = module;
    this.#state = module._rnnoise_create(0);
    this.#buffer = module._malloc(FRAME_SAMPLES * BYTES_PER_SAMPLE);
  }

  /** Calls of one process share the compiled module. @throws Error where WebAssembly can't be run. */
  static async create(): Promise<NoiseSuppressor> {
    return new NoiseSuppressor(await (loading ??= createModule()));
  }

  /**
   * Cleans mono samples at {@link SUPPRESSION_RATE_HZ} in place, {@link SUPPRESSION_DELAY_MS} late. What is left of a
   * piece that is no multiple of 10 ms stays as it is; LiveKit's frames are multiples.
   */
  process(samples: Int16Array): void {
    const start = this.#buffer / BYTES_PER_SAMPLE;
    for (let at = 0; at + FRAME_SAMPLES <= samples.length; at += FRAME_SAMPLES) {
      this.#module.HEAPF32.set(samples.subarray(at, at + FRAME_SAMPLES), start);
      this.#module._rnnoise_process_frame(this.#state, this.#buffer, this.#buffer);
      const cleaned = this.#module.HEAPF32.subarray(start, start + FRAME_SAMPLES);
      for (let i = 0; i < FRAME_SAMPLES; i++)
        samples[at + i] = Math.max(-32_768, Math.min(32_767, Math.round(cleaned[i] ?? 0)));
    }
  }

  close(): void {
    this.#module._rnnoise_destroy(this.#state);
    this.#module._free(this.#buffer);
  }
}
