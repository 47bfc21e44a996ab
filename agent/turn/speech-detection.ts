/** One window of Silero VAD: 512 samples at 16 kHz. */
export const FRAME_MS = 32;

/** What the caller's microphone sent in {@link FRAME_MS}. */
export interface ListenedFrame {
  /** 16-bit mono at 16 kHz. */
  samples: Int16Array;
  /** Silero's probability that somebody speaks in it. */
  probability: number;
}

/** Silero's own thresholds: speech begins above the first and lasts until below the second. */
const SPEECH_BEGINS = 0.5;
const SPEECH_LASTS = 0.35;

/** Silero lags 30–90 ms behind the end of speech; a fall of this much below the voice's level tells it at once. */
const FALL_DB = 26;

/** How fast the remembered level of a voice fades, so that a caller who gets quieter is still heard. */
const LEVEL_FADE_DB_PER_FRAME = 0.15;

/** Tells speech from silence, frame by frame. */
export class SpeechDetector {
  #speaking = false;
  #levelDb = -Infinity;

  /** True when somebody speaks in the frame. */
  isSpeech({ samples, probability }: ListenedFrame): boolean {
    const levelDb = getLevelDb(samples);
    if (probability >= SPEECH_BEGINS)
      this.#levelDb = Math.max(levelDb, this.#levelDb - LEVEL_FADE_DB_PER_FRAME);
    const fell = levelDb < this.#levelDb - FALL_DB;
    this.#speaking = !fell && probability >= (this.#speaking ? SPEECH_LASTS : SPEECH_BEGINS);
    return this.#speaking;
  }
}

/** Level of 16-bit samples in dB relative to one quantisation step. */
function getLevelDb(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return 10 * Math.log10(sum / samples.length + 1e-3);
}
