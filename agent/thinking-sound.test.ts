import { expect, test } from 'vitest';
import { createFrame } from './thinking-sound.ts';

const FRAMES_PER_SECOND = 50;

test('the sound is soft, begins and ends without a click, and leaves pauses', () => {
  const frames = Array.from({ length: 4 * FRAMES_PER_SECOND }, (_, frame) => createFrame(frame).data);
  const samples = frames.flatMap((data) => [...data]);
  const peak = samples.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0);
  expect(peak).toBeGreaterThan(200);
  expect(peak).toBeLessThan(1000); // −30 dBFS
  const steepest = samples.reduce(
    (jump, sample, i) => Math.max(jump, Math.abs(sample - (samples[i - 1] ?? 0))),
    0,
  );
  expect(steepest).toBeLessThan(50);
  const silent = frames.filter((data) => data.every((sample) => sample === 0)).length;
  expect(silent / frames.length).toBeGreaterThan(0.5);
});
