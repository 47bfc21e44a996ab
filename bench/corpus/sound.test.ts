import { expect, it } from 'vitest';
import { bedNames, createBed } from './beds.ts';
import { createRandom } from './random.ts';
import { measureDbfs, measureSpeechDbfs, trimSpeech } from './sound.ts';

const RATE_HZ = 16_000;
const tone = (samples: number, amplitude: number) =>
  new Int16Array(samples).map((_, i) => Math.round(amplitude * Math.sin(i)));

it('cuts speech where it begins and ends, to 5 ms', () => {
  const recording = new Int16Array(RATE_HZ);
  recording.set(tone(4000, 3000), 4800);
  const speech = trimSpeech(recording, RATE_HZ);
  expect(speech.length).toBe(4000);
  expect(speech.reduce((peak, sample) => Math.max(peak, sample), 0)).toBeCloseTo(16_384, -2);
});

it('counts the level of speech without its gaps', () => {
  const recording = new Int16Array(RATE_HZ);
  recording.set(tone(8000, 8000));
  expect(measureDbfs(recording.subarray(0, 8000))).toBeCloseTo(-15.3, 1);
  expect(measureSpeechDbfs(recording, RATE_HZ)).toBeCloseTo(-15.3, 1);
});

it.each(bedNames)('makes %s of the level it is asked for, the same each time', (name) => {
  const make = () => createBed(name, RATE_HZ, RATE_HZ, -30, createRandom(7), [tone(5000, 4000)]);
  expect(measureDbfs(make())).toBeCloseTo(-30, 3);
  expect(make()).toEqual(make());
});
