import { expect, test } from 'vitest';

import { computeQuantile } from './quantile.ts';

test.each([
  [[], 0.5, undefined],
  [[700], 0.95, 700],
  [[900, 100, 500], 0.5, 500],
  [[4, 1, 3, 2], 0.5, 2],
  [Array.from({ length: 100 }, (_, index) => index + 1), 0.95, 95],
  [[3, 1, 2], 0, 1],
  [[3, 1, 2], 1, 3],
])('of %j the quantile %d is %s', (values, share, quantile) => {
  expect(computeQuantile(values, share)).toBe(quantile);
});
