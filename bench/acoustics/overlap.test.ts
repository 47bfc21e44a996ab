import { expect, test } from 'vitest';
import { measureBargeIn, measureDisturbance } from './overlap.ts';
import { findSounds } from './sounds.ts';
import { makeHeard } from './testing.ts';

const hear = (...loud: [number, number][]) => findSounds(makeHeard(20_000, ...loud));

test('a barge-in lasts from the onset to the last sound before silence', () => {
  expect(measureBargeIn(hear([1000, 2240]), 2000)).toBe(240);
  expect(measureBargeIn(hear([1000, 2240], [4000, 6000]), 2000)).toBe(240);
});

test('a rest between two sentences is not silence', () => {
  expect(measureBargeIn(hear([1000, 2240], [2640, 3000]), 2000)).toBe(1000);
  expect(measureBargeIn(hear([1000, 1900], [2200, 2300]), 2000)).toBe(300);
});

test('an agent that talks on ignores the barge-in, one that was silent had none', () => {
  expect(measureBargeIn(hear([1000, 9000]), 2000)).toBe('ignored');
  expect(measureBargeIn(hear([100, 1000], [5000, 6000]), 2000)).toBe('silent');
});

test('an agent may go on, rest and go on, stop, or say something else', () => {
  expect(measureDisturbance(hear([1000, 6000]), 2000, false)).toEqual({ reaction: 'continued' });
  expect(measureDisturbance(hear([1000, 2200], [2900, 6000]), 2000, false)).toEqual({
    reaction: 'resumed',
    pausedAfterMs: 200,
    pausedMs: 700,
  });
  expect(measureDisturbance(hear([1000, 2200]), 2000, false)).toEqual({
    reaction: 'stopped',
    pausedAfterMs: 200,
  });
  expect(measureDisturbance(hear([1000, 2200], [4000, 6000]), 2000, true)).toMatchObject({
    reaction: 'replaced',
  });
  expect(measureDisturbance(hear([100, 900]), 2000, false)).toEqual({ reaction: 'silent' });
});

test('what ends long after the disturbance ended for another reason', () => {
  expect(measureDisturbance(hear([1000, 4500]), 2000, false)).toEqual({ reaction: 'continued' });
});

test('of an agent that does not tell what it says, a long pause means something new', () => {
  expect(measureDisturbance(hear([1000, 2200], [4000, 6000]), 2000, 'unknown').reaction).toBe('replaced');
  expect(measureDisturbance(hear([1000, 2200], [2600, 6000]), 2000, 'unknown').reaction).toBe('resumed');
});
