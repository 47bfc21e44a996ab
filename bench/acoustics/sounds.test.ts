import { expect, test } from 'vitest';
import { findSounds, sumLoudMs } from './sounds.ts';
import { makeHeard } from './testing.ts';

test('a sound goes from its first loud frame to the end of its last', () => {
  expect(findSounds(makeHeard(1000, [300, 500]))).toEqual([{ startMs: 300, endMs: 500, loudMs: 200 }]);
  expect(findSounds(makeHeard(1000))).toEqual([]);
});

test('short quiet is part of a sound, long quiet is not', () => {
  const heard = makeHeard(1000, [100, 200], [280, 400], [600, 700]);
  expect(findSounds(heard)).toEqual([
    { startMs: 100, endMs: 400, loudMs: 220 },
    { startMs: 600, endMs: 700, loudMs: 100 },
  ]);
  expect(sumLoudMs(findSounds(heard))).toBe(320);
});

test('a click is no sound, and does not make the next one begin earlier', () => {
  expect(findSounds(makeHeard(1000, [200, 210], [300, 500]))).toEqual([
    { startMs: 300, endMs: 500, loudMs: 200 },
  ]);
});

test('frames that a busy caller received late and all at once were due one after the other', () => {
  const stalled = makeHeard(1000, [300, 500]).map((frame) =>
    frame.atMs >= 280 && frame.atMs < 340 ? { ...frame, atMs: 340 } : frame,
  );
  expect(findSounds(stalled)[0]?.startMs).toBe(300);
});
