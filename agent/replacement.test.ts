import { expect, test } from 'vitest';
import { changeMetadata, isReplacement, markReplacement, unmarkReplacement } from './replacement.ts';

test('a job knows that it replaces another, and keeps the metadata of the caller', () => {
  const first = markReplacement('{"plan":"gold"}') ?? '';
  expect(isReplacement('{"plan":"gold"}')).toBe(false);
  expect(isReplacement(first)).toBe(true);
  expect(unmarkReplacement(first)).toBe('{"plan":"gold"}');
});

test('a call that loses one agent after another is given up', () => {
  const third = [1, 2, 3].reduce<string | undefined>((metadata) => markReplacement(metadata ?? 'lost'), '');
  expect(third).toMatch(/=3;$/);
  expect(markReplacement(third ?? '')).toBeUndefined();
});

test('metadata can change in the middle of a call that an agent was lost in', () => {
  const changed = changeMetadata(markReplacement('before') ?? '', () => 'after');
  expect(isReplacement(changed)).toBe(true);
  expect(unmarkReplacement(changed)).toBe('after');
});
