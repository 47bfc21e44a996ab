import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readEvalOptions } from './options.ts';

const root = join(import.meta.dirname, '..', '..');

test('without files, those that ship are taken; a filter picks some', () => {
  expect(readEvalOptions([], root).paths.length).toBeGreaterThanOrEqual(15);
  expect(readEvalOptions(['--filter', 'time-tool', '--parallel', '3'], root)).toEqual({
    paths: [join('scenarios', 'time-tool.yaml')],
    filter: 'time-tool',
    parallel: 3,
    repeat: 1,
    retry: 0,
  });
  expect(() => readEvalOptions(['--filter', 'nothing'], root)).toThrow(
    'No scenario has "nothing" in its name',
  );
});

test('every problem is told, with how it is used', () => {
  expect(() => readEvalOptions(['--parallel', 'many', '--url', 'here'], root)).toThrow(
    /--parallel: expected a whole number, 1 at least\n.*--url: expected a URL|--url: expected a URL.*\n.*--parallel: expected a whole number, 1 at least/,
  );
  expect(() => readEvalOptions(['--paralel', '3'], root)).toThrow(
    /Unknown option '--paralel'[^]*npm run eval/,
  );
});
