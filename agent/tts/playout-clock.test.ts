import { expect, test } from 'vitest';
import { PlayoutClock } from './playout-clock.ts';

test('before the start nothing is heard, so nothing is used up', () => {
  const clock = new PlayoutClock();
  clock.add(1000, 0);
  expect(clock.getAheadMs(5000)).toBe(1000);
  expect(clock.getSilentMs(5000)).toBe(0);
  clock.start(5000);
  expect(clock.getAheadMs(5400)).toBe(600);
});

test('what comes too late is heard when it comes', () => {
  const clock = new PlayoutClock();
  clock.start(0);
  expect(clock.getSilentMs(700)).toBe(0); // Before the first sound there is no gap.
  clock.add(1000, 700);
  expect(clock.getSilentMs(2000)).toBe(300);
  clock.add(500, 2000);
  expect(clock.getAheadMs(2100)).toBe(400);
});
