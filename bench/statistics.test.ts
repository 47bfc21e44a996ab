import { expect, test } from 'vitest';
import { bootstrapMedian, getPercentile, shuffle } from './statistics.ts';

test('percentiles by nearest rank', () => {
  const sample = [5, 1, 4, 2, 3];
  expect(getPercentile(sample, 0.5)).toBe(3);
  expect(getPercentile(sample, 0.95)).toBe(5);
  expect(getPercentile([7], 0.5)).toBe(7);
  expect(getPercentile([], 0.5)).toBeNaN();
});

test('the interval of a median holds it, narrows with more of the same, and repeats with its seed', () => {
  const few = [400, 500, 600, 700, 800];
  const many = Array.from({ length: 20 }, () => few).flat();
  const [low, high] = bootstrapMedian(few);
  expect(low).toBeLessThan(600);
  expect(high).toBeGreaterThan(600);
  const [lowOfMany, highOfMany] = bootstrapMedian(many);
  expect(highOfMany - lowOfMany).toBeLessThan(high - low);
  expect(bootstrapMedian(few, 7)).toEqual(bootstrapMedian(few, 7));
  expect(bootstrapMedian([5])).toEqual([5, 5]);
  expect(bootstrapMedian([])).toEqual([NaN, NaN]);
});

test('shuffling loses nothing and repeats with its seed', () => {
  const items = Array.from({ length: 30 }, (_, index) => index);
  const shuffled = shuffle(items, 3);
  expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
  expect(shuffled).not.toEqual(items);
  expect(shuffle(items, 3)).toEqual(shuffled);
});
