import { expect, test } from 'vitest';
import { getPercentile } from './statistics.ts';

test('percentiles by nearest rank', () => {
  const sample = [5, 1, 4, 2, 3];
  expect(getPercentile(sample, 0.5)).toBe(3);
  expect(getPercentile(sample, 0.95)).toBe(5);
  expect(getPercentile([7], 0.5)).toBe(7);
  expect(getPercentile([], 0.5)).toBeNaN();
});
