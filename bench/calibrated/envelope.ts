/** The shape of a signal in steps of 20 ms: enough to recognise a recording by, and too little to cost time. */
export const FRAME_MS = 20;

/** Of every frame: its power, and the power of its differences from sample to sample, which tells an s from an o. */
const CHANNELS = 2;

/** Vowels have little power in their differences; this makes both channels count. */
const SHARPNESS_GAIN = 10;

/** Quieter than this is silence, and no reason to find two recordings alike. */
const SILENCE_POWER = (32_768 * 10 ** (-50 / 20)) ** 2;

/** For a first look, so many frames are taken together. */
const COARSE_FRAMES = 4;

/** Where one recording lies in another. */
interface Alignment {
  /** The frame of the whole at which the part begins; negative when it begins earlier. */
  offset: number;
  /** Cosine of the angle between all of the part and what of the whole lies beneath it: 1 is the very same. */
  likeness: number;
  /** The same for the stretch where they overlap. */
  fit: number;
}

/** The power of a signal over time, in one or more frames of {@link FRAME_MS}. */
export class Envelope {
  readonly #values: Float64Array;
  #coarse: Envelope | undefined;

  private constructor(values: Float64Array) {
    this.#values = values;
  }

  static of(samples: Int16Array, rateHz: number): Envelope {
    const size = (rateHz * FRAME_MS) / 1000;
    const values = new Float64Array(Math.floor(samples.length / size) * CHANNELS);
    for (let frame = 0; frame < values.length / CHANNELS; frame++) {
      let [power, sharpness] = [0, 0];
      for (let i = frame * size; i < (frame + 1) * size; i++) {
        const sample = samples[i] ?? 0;
        power += sample ** 2;
        sharpness += (sample - (samples[i - 1] ?? sample)) ** 2;
      }
      if (power / size <= SILENCE_POWER) continue;
      // At a higher rate the same sound changes less from one sample to the next.
      const sharp = SHARPNESS_GAIN * sharpness * (rateHz / 16_000) ** 2;
      values.set([Math.sqrt(power / size), Math.sqrt(sharp / size)], frame * CHANNELS);
    }
    return new Envelope(values);
  }

  get frames(): number {
    return this.#values.length / CHANNELS;
  }

  /** Power of a frame; silence is 0. */
  getPower(frame: number): number {
    return this.#values[frame * CHANNELS] ?? 0;
  }

  sumPower(): number {
    let sum = 0;
    for (let frame = 0; frame < this.frames; frame++) sum += this.getPower(frame);
    return sum;
  }

  /** The same without the silence after its last sound. */
  trimEnd(): Envelope {
    let end = this.frames;
    while (end > 0 && this.getPower(end - 1) === 0) end--;
    return new Envelope(this.#values.slice(0, end * CHANNELS));
  }

  /** The same with some frames made silent. */
  without(fromFrame: number, toFrame: number): Envelope {
    const values = this.#values.slice();
    values.fill(0, Math.max(0, fromFrame) * CHANNELS, Math.max(0, toFrame) * CHANNELS);
    return new Envelope(values);
  }

  /** Finds this stretch of a recording in that recording, however loud, with silence or other speech around it. */
  findIn(whole: Envelope): Alignment {
    const [part, other] = [this.#values, whole.#values];
    let best: Alignment = { offset: 0, likeness: 0, fit: 0 };
    const partNorm = Math.sqrt(part.reduce((sum, value) => sum + value ** 2, 0));
    if (partNorm === 0) return best;
    for (let offset = CHANNELS - part.length; offset < other.length; offset += CHANNELS) {
      let [product, norm, overlap] = [0, 0, 0];
      const end = Math.min(part.length, other.length - offset);
      for (let i = Math.max(0, -offset); i < end; i++) {
        const value = other[offset + i] as number;
        product += (part[i] as number) * value;
        overlap += (part[i] as number) ** 2;
        norm += value * value;
      }
      const likeness = norm === 0 ? 0 : product / (partNorm * Math.sqrt(norm));
      if (likeness > best.likeness)
        best = { offset: offset / CHANNELS, likeness, fit: product / Math.sqrt(overlap * norm) };
    }
    return best;
  }

  /** A first look at how alike they are, in a sixteenth of the time. */
  resembles(whole: Envelope): number {
    return this.#getCoarse().findIn(whole.#getCoarse()).likeness;
  }

  #getCoarse(): Envelope {
    if (this.#coarse) return this.#coarse;
    const values = new Float64Array(Math.ceil(this.frames / COARSE_FRAMES) * CHANNELS);
    for (const [i, value] of this.#values.entries()) {
      const at = Math.floor(i / CHANNELS / COARSE_FRAMES) * CHANNELS + (i % CHANNELS);
      values[at] = (values[at] ?? 0) + value;
    }
    return (this.#coarse = new Envelope(values));
  }
}
