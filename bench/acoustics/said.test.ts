import { expect, test } from 'vitest';
import { findOnsetMs, placeSaid } from './said.ts';

test('labels count from the first sample, wherever the recording ends', () => {
  const label = { samples: new Int16Array(32_000), rateHz: 16_000, speechEndMs: 1500, pauses: [] };
  expect(placeSaid(label, 5000)).toEqual({ startMs: 3000, endMs: 4500, pauses: [] });
  const paused = { ...label, pauses: [{ atMs: 400, durationMs: 350 }] };
  expect(placeSaid(paused, 5000).pauses).toEqual([{ startMs: 3400, durationMs: 350 }]);
});

test('a recording begins to be heard where it leaves its noise floor', () => {
  const samples = new Int16Array(16_000).fill(20);
  expect(findOnsetMs({ samples, rateHz: 16_000 })).toBe(0);
  samples[4000] = -2000;
  expect(findOnsetMs({ samples, rateHz: 16_000 })).toBe(250);
});
