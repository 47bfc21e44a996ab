import { CALL_RATE_HZ } from '../stack/caller.ts';
import type { HeardFrame } from '../stack/caller.ts';
import { synthesize } from '../stack/speech.ts';
import { findSounds, sumLoudMs } from './acoustics/sounds.ts';
import type { ModelServers } from './arms/arm.ts';

const FRAME_MS = 10;

/** How long the TTS server speaks a text when it is given all of it at once: what an answer is held against. */
export class SpokenAnswers {
  readonly #tts: ModelServers['tts'];
  readonly #loudMs = new Map<string, Promise<number>>();

  constructor(tts: ModelServers['tts']) {
    this.#tts = tts;
  }

  /** The audible part in ms. Computes on the TTS server: not while anybody else is being measured. */
  measureLoudMs(text: string): Promise<number> {
    const known = this.#loudMs.get(text);
    if (known) return known;
    const loudMs = synthesize(this.#tts, this.#tts.voice, text).then((samples) =>
      sumLoudMs(findSounds(splitIntoFrames(samples))),
    );
    this.#loudMs.set(text, loudMs);
    return loudMs;
  }
}

/** Samples as frames that arrive in time, as a caller would hear them. */
export function splitIntoFrames(samples: Int16Array, startMs = 0): HeardFrame[] {
  const size = (CALL_RATE_HZ * FRAME_MS) / 1000;
  return Array.from({ length: Math.ceil(samples.length / size) }, (_, index) => ({
    atMs: startMs + index * FRAME_MS,
    samples: samples.subarray(index * size, (index + 1) * size),
  }));
}
