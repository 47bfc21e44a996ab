import { AudioFrame } from '@livekit/rtc-node';

const FRAME_MS = 20;

/** Cuts samples into frames of 20 ms, so that an interruption never waits for more than one. */
export class FrameCutter {
  readonly #rateHz: number;
  readonly #frameSamples: number;
  #rest = new Int16Array();

  constructor(sampleRateHz: number) {
    this.#rateHz = sampleRateHz;
    this.#frameSamples = (sampleRateHz * FRAME_MS) / 1000;
  }

  /** Whole frames; what is left waits for more samples. */
  *push(samples: Int16Array): Generator<AudioFrame> {
    const pending = new Int16Array(this.#rest.length + samples.length);
    pending.set(this.#rest);
    pending.set(samples, this.#rest.length);
    const whole = pending.length - (pending.length % this.#frameSamples);
    this.#rest = pending.slice(whole);
    for (let start = 0; start < whole; start += this.#frameSamples)
      yield this.#create(pending.slice(start, start + this.#frameSamples));
  }

  /** What is left, as a shorter frame. */
  *flush(): Generator<AudioFrame> {
    if (this.#rest.length > 0) yield this.#create(this.#rest);
    this.#rest = new Int16Array();
  }

  #create(samples: Int16Array): AudioFrame {
    return new AudioFrame(samples, this.#rateHz, 1, samples.length);
  }
}
