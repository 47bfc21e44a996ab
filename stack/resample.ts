import { AudioFrame, AudioResampler, AudioResamplerQuality } from '@livekit/rtc-node';

/** Mono samples at another rate. */
export function resample(samples: Int16Array, fromHz: number, toHz: number): Int16Array {
  if (fromHz === toHz) return samples;
  const resampler = new AudioResampler(fromHz, toHz, 1, AudioResamplerQuality.HIGH);
  try {
    const frames = [
      ...resampler.push(new AudioFrame(samples, fromHz, 1, samples.length)),
      ...resampler.flush(),
    ];
    return Int16Array.from(frames.flatMap(({ data }) => [...data]));
  } finally {
    resampler.close();
  }
}
