import { LETTER_MS } from './speech-length.ts';

/** What is assumed of a server that has not answered yet: Kokoro int8 on two cores, [audio, synthesis] in ms. */
const ASSUMED: readonly (readonly [number, number])[] = [
  [700, 420],
  [4400, 1500],
];
const ASSUMED_WEIGHT = 0.3;
/** What an answer counts less with each newer one. */
const FADING = 0.85;
const LEARNING_RATE = 0.2;

/** Synthesis per audio, from which on a server is slow. */
const SLOW_PER_AUDIO = 0.2;
/** Estimates are exceeded half of the time: this much is added, and what answers exceeded them by lately. */
const MIN_MARGIN = 1.2;
const MAX_MARGIN = 2;

/** Sums of a weighted linear regression of y over x. */
interface Sums {
  w: number;
  x: number;
  y: number;
  xx: number;
  xy: number;
}

/**
 * How fast a TTS server is, from its own answers: a fixed cost a request, synthesis per audio, and audio per
 * letter of text (see speech-length.ts). Times of synthesis carry a safety margin that grows where answers vary.
 */
export class ServerSpeed {
  #sums: Sums = { w: 0, x: 0, y: 0, xx: 0, xy: 0 };
  #letterMs: number;
  #exceeded = 0;

  /** @param speed - the pace asked of the voice, 1 being its own. */
  constructor(speed: number) {
    this.#letterMs = LETTER_MS / speed;
  }

  /** Learns from one answer: request sent to last byte, for so much audio, for a text of so many letters. */
  observe(synthesisMs: number, audioMs: number, letters: number): void {
    const excess = Math.max(0, synthesisMs / this.#predictMs(audioMs) - 1);
    this.#exceeded += LEARNING_RATE * (excess - this.#exceeded);
    if (letters > 0) this.#letterMs += LEARNING_RATE * (audioMs / letters - this.#letterMs);
    const { w, x, y, xx, xy } = this.#sums;
    this.#sums = {
      w: w * FADING + 1,
      x: x * FADING + audioMs,
      y: y * FADING + synthesisMs,
      xx: xx * FADING + audioMs ** 2,
      xy: xy * FADING + audioMs * synthesisMs,
    };
  }

  /** Length of the audio of a text of so many letters. */
  estimateAudioMs(letters: number): number {
    return letters * this.#letterMs;
  }

  /** Time from request to last byte for so much audio, with the margin. */
  estimateSynthesisMs(audioMs: number): number {
    return this.#margin * this.#predictMs(audioMs);
  }

  /** How much audio can be had within a time, margin included; 0 where none can. */
  estimateAudioWithinMs(timeMs: number): number {
    const { fixedMs, perAudioMs } = this.#fit();
    return Math.max(0, (timeMs / this.#margin - fixedMs) / Math.max(perAudioMs, 1e-3));
  }

  /** The shortest audio that covers the synthesis of as much again; Infinity where synthesis is slower than speech. */
  get sustainableMs(): number {
    const { fixedMs, perAudioMs } = this.#fit();
    const gain = 1 - this.#margin * perAudioMs;
    return gain > 0 ? (this.#margin * fixedMs) / gain : Infinity;
  }

  /** Its work for an answer that nobody will hear holds up the one that they do. */
  get isSlow(): boolean {
    return this.#fit().perAudioMs > SLOW_PER_AUDIO;
  }

  get #margin(): number {
    return Math.min(MAX_MARGIN, MIN_MARGIN + this.#exceeded);
  }

  #predictMs(audioMs: number): number {
    const { fixedMs, perAudioMs } = this.#fit();
    return fixedMs + perAudioMs * audioMs;
  }

  #fit(): { fixedMs: number; perAudioMs: number } {
    const { w, x, y, xx, xy } = addAssumed(this.#sums);
    const slope = Math.max(0, (w * xy - x * y) / (w * xx - x * x));
    const fixedMs = (y - slope * x) / w;
    // A line through the origin where the fitted one would start below it.
    return fixedMs >= 0 ? { fixedMs, perAudioMs: slope } : { fixedMs: 0, perAudioMs: xy / xx };
  }
}

/** Keeps the fit defined while answers are few or alike. */
function addAssumed(sums: Sums): Sums {
  return ASSUMED.reduce(
    ({ w, x, y, xx, xy }, [audioMs, synthesisMs]) => ({
      w: w + ASSUMED_WEIGHT,
      x: x + ASSUMED_WEIGHT * audioMs,
      y: y + ASSUMED_WEIGHT * synthesisMs,
      xx: xx + ASSUMED_WEIGHT * audioMs ** 2,
      xy: xy + ASSUMED_WEIGHT * audioMs * synthesisMs,
    }),
    sums,
  );
}
