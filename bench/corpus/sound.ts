/** Speech of the corpus has this peak, half of full scale: loud enough for any VAD, no clipping with noise on top. */
const PEAK = 16_384;

/** Below this a stretch of clean synthesis counts as silence. The far end of a fading word is quieter than any room. */
const SPEECH_DBFS = -50;

const WINDOW_MS = 5;

/** Root mean square in dB below full scale. */
export function measureDbfs(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += (samples[i] ?? 0) ** 2;
  return 10 * Math.log10(Math.max(sum / Math.max(1, samples.length), 1e-3)) - 20 * Math.log10(32_768);
}

/** What a level in dB below full scale is as an amplitude. */
export function toAmplitude(dbfs: number): number {
  return 32_768 * 10 ** (dbfs / 20);
}

/** The level of every 5 ms. */
export function measureWindows(samples: Int16Array, rateHz: number): number[] {
  const size = (rateHz * WINDOW_MS) / 1000;
  return Array.from({ length: Math.ceil(samples.length / size) }, (_, index) =>
    measureDbfs(samples.subarray(index * size, (index + 1) * size)),
  );
}

/** Speech at the corpus' level, without the silence around it. */
export function trimSpeech(samples: Int16Array, rateHz: number): Int16Array {
  const levelled = scaleToPeak(samples);
  const windows = measureWindows(levelled, rateHz);
  const first = windows.findIndex((dbfs) => dbfs > SPEECH_DBFS);
  const last = windows.findLastIndex((dbfs) => dbfs > SPEECH_DBFS);
  const size = (rateHz * WINDOW_MS) / 1000;
  return levelled.slice(first * size, (last + 1) * size);
}

/** The level of speech without its gaps (those more than 20 dB below the loudest), as SNR is counted. */
export function measureSpeechDbfs(samples: Int16Array, rateHz: number): number {
  const windows = measureWindows(samples, rateHz);
  const floor = Math.max(...windows) - 20;
  const powers = windows.filter((dbfs) => dbfs > floor).map((dbfs) => 10 ** (dbfs / 10));
  return 10 * Math.log10(powers.reduce((sum, power) => sum + power, 0) / powers.length);
}

/** The sum of two signals, as long as the first. */
export function mix(signal: Int16Array, added: ArrayLike<number>): Int16Array {
  return signal.map((sample, i) => Math.max(-32_768, Math.min(32_767, Math.round(sample + (added[i] ?? 0)))));
}

/** Signals one after the other. */
export function join(...signals: Int16Array[]): Int16Array {
  const joined = new Int16Array(signals.reduce((length, signal) => length + signal.length, 0));
  let offset = 0;
  for (const signal of signals) {
    joined.set(signal, offset);
    offset += signal.length;
  }
  return joined;
}

/** The same with its first and last milliseconds faded, so that a cut does not click. */
export function fade(samples: Int16Array, inSamples: number, outSamples: number): Int16Array {
  const faded = samples.slice();
  const last = faded.length - 1;
  const scale = (i: number, gain: number) => (faded[i] = Math.round((faded[i] ?? 0) * gain));
  for (let i = 0; i < Math.min(inSamples, faded.length); i++) scale(i, (i + 1) / (inSamples + 1));
  for (let i = 0; i < Math.min(outSamples, faded.length); i++) scale(last - i, (i + 1) / (outSamples + 1));
  return faded;
}

function scaleToPeak(samples: Int16Array): Int16Array {
  const peak = samples.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 1);
  return samples.map((sample) => Math.round((sample * PEAK) / peak));
}
