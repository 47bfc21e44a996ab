import { FrameProcessor } from '@livekit/rtc-node';
import type { AudioFrame } from '@livekit/rtc-node';
import type { InputGain } from './input-gain.ts';
import type { NoiseSuppressor } from './noise-suppressor.ts';

/** What a caller's audio goes through before anything listens to it; the framework calls it for every frame. */
export class HearingAid extends FrameProcessor<AudioFrame> {
  readonly #suppressor: NoiseSuppressor | undefined;
  readonly #gain: InputGain | undefined;
  #enabled = true;

  /** @param suppressor - belongs to this object from now on; frames are then to come at its rate. */
  constructor(gain: InputGain | undefined, suppressor: NoiseSuppressor | undefined) {
    super();
    this.#gain = gain;
    this.#suppressor = suppressor;
  }

  isEnabled(): boolean {
    return this.#enabled;
  }

  setEnabled(enabled: boolean): void {
    this.#enabled = enabled;
  }

  /** Works in place, frame after frame. */
  process(frame: AudioFrame): AudioFrame {
    this.#suppressor?.process(frame.data);
    this.#gain?.process(frame.data, frame.sampleRate);
    return frame;
  }

  close(): void {
    this.#enabled = false;
    this.#suppressor?.close();
  }
}
