import { expect, test } from 'vitest';
import { EDGE_MS, SilenceTrimmer } from './silence-trimmer.ts';

const RATE_HZ = 24_000;
const EDGE = (EDGE_MS * RATE_HZ) / 1000;
const TONE = Int16Array.from({ length: 4801 }, (_, n) => Math.round(8000 * Math.sin((n + 1) / 7)));
const silence = (samples: number, level = 0) => new Int16Array(samples).fill(level);

function trim(samples: Int16Array, chunkSamples: number): Int16Array {
  const trimmer = new SilenceTrimmer(RATE_HZ);
  const heard: number[] = [];
  for (let start = 0; start < samples.length; start += chunkSamples)
    heard.push(...trimmer.push(samples.slice(start, start + chunkSamples)));
  return Int16Array.from([...heard, ...trimmer.finish()]);
}

const concat = (...parts: Int16Array[]) => Int16Array.from(parts.flatMap((part) => [...part]));

test.each([1, 100, 120, 481, 100_000])('in chunks of %i samples, what sounds stays as it is', (chunk) => {
  const inside = concat(TONE, silence(9600), TONE);
  const heard = trim(concat(silence(12_000), inside, silence(7200)), chunk);
  const start = heard.findIndex((sample) => sample !== 0);
  expect(start).toBeLessThanOrEqual(EDGE + 120);
  expect(heard.slice(start, start + inside.length)).toEqual(
    inside.subarray(inside.findIndex((s) => s !== 0)),
  );
  expect(heard.length - start - inside.length).toBeLessThanOrEqual(EDGE + 120);
});

test.each([100, 100_000])(
  'sound without silence around it is passed on untouched (chunks of %i)',
  (chunk) => {
    expect(trim(TONE, chunk)).toEqual(TONE);
  },
);

test('a cut in quiet noise is faded, so that no click is heard', () => {
  const heard = trim(concat(silence(4800, 90), TONE, silence(4800, 90)), 480);
  expect(Math.abs(heard[0] ?? 90)).toBeLessThan(5);
  expect(Math.abs(heard.at(-1) ?? 90)).toBeLessThan(5);
});

test('sound is passed on with the chunk that brings it; silence inside waits for what follows', () => {
  const trimmer = new SilenceTrimmer(RATE_HZ);
  expect(trimmer.push(silence(4800))).toHaveLength(0);
  expect(trimmer.push(TONE.slice(0, 4800)).length).toBeGreaterThanOrEqual(4800);
  expect(trimmer.push(silence(4800))).toHaveLength(0);
  expect(trimmer.push(TONE.slice(0, 480))).toHaveLength(4800 + 480);
});

test('silence alone is nothing', () => {
  expect(trim(silence(24_000, 50), 480)).toHaveLength(0);
});
