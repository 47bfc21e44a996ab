/** Peaks of a voice at this level (dB below full scale) are loud enough for any VAD: no gain. */
const LOUD_ENOUGH_DBFS = -46;

/** 30 dB: a caller who is quieter than this makes up has a fault to mend, and noise would be amplified as well. */
const LARGEST_GAIN_DB = 30;

/** Noise is never made louder than this. */
const LOUDEST_NOISE_DBFS = -55;

/** What stands out of the background by this much may be a voice. */
const VOICE_ABOVE_NOISE_DB = 15;

/** How fast what is taken for the background follows a louder one; a quieter one is followed at once. */
const NOISE_RISE_DB_PER_S = 6;

/** How fast the remembered level of a voice fades while somebody speaks: people in the next room are not made louder. */
const VOICE_FADE_DB_PER_S = 0.3;

/** The gain rises slowly, so that a word keeps its shape, and falls at once, so that nothing clips. */
const GAIN_RISE_DB_PER_S = 60;

/** What is quieter than this is no voice, or none that could be made loud enough. */
const QUIETEST_VOICE_DBFS = LOUD_ENOUGH_DBFS - LARGEST_GAIN_DB - 5;

/** Below this there is no sound: digital silence of a muted microphone says nothing of the background. */
const SILENCE_DBFS = -100;

/**
 * Makes callers who are too quiet for voice activity detection loud enough, in place. One for each caller; it is fed
 * pieces of some 10 ms in order.
 */
export class InputGain {
  #noiseDbfs: number | undefined;
  #voiceDbfs: number | undefined;
  #gainDb = 0;

  get gainDb(): number {
    return this.#gainDb;
  }

  process(samples: Int16Array, rateHz: number): void {
    const seconds = samples.length / rateHz;
    this.#follow(measureDbfs(samples), seconds);
    const before = this.#gainDb;
    this.#gainDb = Math.min(this.#chooseGainDb(), before + GAIN_RISE_DB_PER_S * seconds);
    if (this.#gainDb === 0 && before === 0) return;
    for (let i = 0; i < samples.length; i++) {
      const gainDb = before + ((this.#gainDb - before) * (i + 1)) / samples.length;
      const louder = Math.round((samples[i] ?? 0) * 10 ** (gainDb / 20));
      samples[i] = Math.max(-32_768, Math.min(32_767, louder));
    }
  }

  #follow(dbfs: number, seconds: number): void {
    if (dbfs <= SILENCE_DBFS) return;
    const noiseDbfs = Math.min(dbfs, (this.#noiseDbfs ?? dbfs) + NOISE_RISE_DB_PER_S * seconds);
    this.#noiseDbfs = noiseDbfs;
    if (dbfs < Math.max(noiseDbfs + VOICE_ABOVE_NOISE_DB, QUIETEST_VOICE_DBFS)) return;
    this.#voiceDbfs = Math.max(dbfs, (this.#voiceDbfs ?? dbfs) - VOICE_FADE_DB_PER_S * seconds);
  }

  #chooseGainDb(): number {
    if (this.#voiceDbfs === undefined || this.#noiseDbfs === undefined) return 0;
    const wanted = LOUD_ENOUGH_DBFS - this.#voiceDbfs;
    const allowed = Math.min(LARGEST_GAIN_DB, LOUDEST_NOISE_DBFS - this.#noiseDbfs);
    return Math.max(0, Math.min(wanted, allowed));
  }
}

/** Root mean square in dB below full scale. */
function measureDbfs(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-9) - 20 * Math.log10(32_768);
}
