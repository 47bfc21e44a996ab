import {
  AudioFrame,
  AudioSource,
  LocalAudioTrack,
  TrackPublishOptions,
  TrackSource,
} from '@livekit/rtc-node';
import type { Room } from '@livekit/rtc-node';

const FRAME_MS = 20;

/** Short, so that what is said leaves at once; what is queued is added to the times that {@link Microphone.say} tells. */
const QUEUE_MS = 40;

/** What a caller without a screen speaks into. It never stops: voice activity detection needs to hear silence as well. */
export class Microphone {
  readonly #source: AudioSource;
  #toSay: { samples: Int16Array; done: (endedAtMs: number) => void } | undefined;
  #isOn = true;

  /** @param rateHz - of what is said; a whole number of samples per 20 ms. */
  constructor(rateHz: number) {
    this.#source = new AudioSource(rateHz, 1, QUEUE_MS);
  }

  async publish(room: Room): Promise<void> {
    const track = LocalAudioTrack.createAudioTrack('microphone', this.#source);
    const options = new TrackPublishOptions();
    options.source = TrackSource.SOURCE_MICROPHONE;
    await room.localParticipant?.publishTrack(track, options);
  }

  /** Says mono samples. @returns when the last one left, on the clock of `performance.now()`. */
  say(samples: Int16Array): Promise<number> {
    return new Promise((done) => {
      this.#toSay = { samples, done };
    });
  }

  /** Sends what is said, and silence, until {@link switchOff}. */
  async run(): Promise<void> {
    const rateHz = this.#source.sampleRate;
    const frameSamples = (rateHz * FRAME_MS) / 1000;
    let position = 0;
    while (this.#isOn) {
      const saying = this.#toSay;
      const frame = new Int16Array(frameSamples);
      if (saying) frame.set(saying.samples.subarray(position, position + frameSamples));
      await this.#source.captureFrame(new AudioFrame(frame, rateHz, 1, frameSamples));
      if (!saying) continue;
      position += frameSamples;
      if (position < saying.samples.length) continue;
      const paddingMs = ((position - saying.samples.length) / rateHz) * 1000;
      this.#toSay = undefined;
      position = 0;
      saying.done(performance.now() + this.#source.queuedDuration - paddingMs);
    }
  }

  switchOff(): void {
    this.#isOn = false;
  }
}
