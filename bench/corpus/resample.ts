import { AudioFrame, AudioResampler, AudioResamplerQuality } from '@livekit/rtc-node';
import { join } from './sound.ts';

/** Mono samples at another rate. */
export function resample(samples: Int16Array, fromHz: number, toHz: number): Int16Array {
  if (fromHz === toHz) return samples;
  const resampler = new AudioResampler(fromHz, toHz, 1, AudioResamplerQuality.HIGH);
  try {
    const frames = [
      ...resampler.push(new AudioFrame(samples, fromHz, 1, samples.length)),
      ...resampler.flush(),
    ];
    return join(...frames.map(({ data }) => Int16Array.from(data)));
  } finally {
    resampler.close();
  }
}
