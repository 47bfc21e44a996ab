import { expect, test } from 'vitest';
import { isReplacement, markReplacement } from './replacement.ts';

test('a job knows that it replaces another, and keeps the metadata of the caller', () => {
  const first = markReplacement('{"plan":"gold"}') ?? '';
  expect(isReplacement('{"plan":"gold"}')).toBe(false);
  expect(isReplacement(first)).toBe(true);
  expect(first).toContain('{"plan":"gold"}');
});

test('a call that loses one agent after another is given up', () => {
  const third = [1, 2, 3].reduce<string | undefined>((metadata) => markReplacement(metadata ?? 'lost'), '');
  expect(third).toMatch(/=3;$/);
  expect(markReplacement(third ?? '')).toBeUndefined();
});
