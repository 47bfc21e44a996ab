import { expect, test } from 'vitest';
import { PauseHabits } from './pause-habits.ts';

function rememberPauses(ms: number, count: number): PauseHabits {
  const habits = new PauseHabits();
  for (let i = 0; i < count; i++) habits.addPause(ms);
  return habits;
}

test('the share of pauses that last longer falls from 1 to 0 and is a half at the median', () => {
  const habits = new PauseHabits();
  const shares = [0, 100, 300, 600, 1000, 2000, 5000].map((ms) => habits.survival(ms));
  expect(shares).toEqual([...shares].sort((a, b) => b - a));
  expect(shares[0]).toBe(1);
  expect(shares.at(-1)).toBeLessThan(0.01);
  expect(habits.survival(habits.medianMs)).toBeCloseTo(0.5, 6);
});

test('a caller who pauses long is given more time, one who pauses briefly less', () => {
  const everybody = new PauseHabits().survival(900);
  expect(rememberPauses(1800, 8).survival(900)).toBeGreaterThan(everybody);
  expect(rememberPauses(250, 8).survival(900)).toBeLessThan(everybody);
});

test('one pause moves the habit less than ten', () => {
  const everybody = new PauseHabits().medianMs;
  const once = rememberPauses(1500, 1).medianMs;
  const often = rememberPauses(1500, 10).medianMs;
  expect(once).toBeGreaterThan(everybody);
  expect(often).toBeGreaterThan(once);
});

test('nobody is taken for slower than twice or faster than three quarters of everybody', () => {
  const everybody = new PauseHabits().medianMs;
  expect(rememberPauses(4000, 500).medianMs).toBeCloseTo(2 * everybody, 6);
  expect(rememberPauses(100, 500).medianMs).toBeCloseTo(0.75 * everybody, 6);
});

test('old pauses are forgotten', () => {
  const habits = rememberPauses(2000, 30);
  for (let i = 0; i < 30; i++) habits.addPause(500);
  expect(habits.medianMs).toBeCloseTo(rememberPauses(500, 30).medianMs, 6);
});

test('what is no pause changes nothing', () => {
  const habits = new PauseHabits();
  for (const ms of [0, -5, 40, 60_000, NaN, Infinity]) habits.addPause(ms);
  expect(habits.medianMs).toBe(new PauseHabits().medianMs);
});
