declare module '@echogarden/rnnoise-wasm' {
  /** What the module exports of rnnoise.h; pointers are byte offsets into its heap. */
  export interface RnnoiseModule {
    HEAPF32: Float32Array;
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    /** @param model - 0 for the built-in one. */
    _rnnoise_create(model: number): number;
    _rnnoise_destroy(state: number): void;
    /** 480 samples on the 16-bit scale; `output` may be `input`. Returns the probability of speech. */
    _rnnoise_process_frame(state: number, output: number, input: number): number;
  }
  export default function createModule(): Promise<RnnoiseModule>;
}
