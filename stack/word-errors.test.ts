import { expect, test } from 'vitest';
import { measureWordErrorRate } from './word-errors.ts';

test.each([
  ['What is the time?', 'what is the time', 0],
  ['one two three four', 'one too three four', 0.25],
  ['one two three four', 'one three four', 0.25],
  ['one two', 'one two three', 0.5],
  ['one two', '', 1],
  ['It’s here', 'its here', 0],
  ['open from eight at the Café', 'open from 8 at the cafe', 0],
])('%s → %s', (reference, hypothesis, expected) => {
  expect(measureWordErrorRate(reference, hypothesis)).toBe(expected);
});
