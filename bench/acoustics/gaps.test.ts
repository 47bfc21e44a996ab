import { expect, test } from 'vitest';
import { listGapsMs, listUnexplainedGapsMs } from './gaps.ts';
import { findSounds } from './sounds.ts';
import { makeHeard } from './testing.ts';

test('gaps lie between sounds; nobody notices the short ones', () => {
  const sounds = findSounds(makeHeard(4000, [100, 1000], [1140, 1500], [1900, 2500], [3300, 3500]));
  expect(listGapsMs(sounds)).toEqual([400, 800]);
});

test('a full stop explains up to 700 ms, a comma up to 400 ms, the last mark nothing', () => {
  expect(listUnexplainedGapsMs([300], 'No comma here.')).toEqual([300]);
  expect(listUnexplainedGapsMs([300], 'Well, yes.')).toEqual([]);
  expect(listUnexplainedGapsMs([600], 'Well, yes.')).toEqual([600]);
  expect(listUnexplainedGapsMs([600], 'Well. Yes.')).toEqual([]);
  expect(listUnexplainedGapsMs([900], 'Well. Yes.')).toEqual([900]);
});

test('one mark explains one gap, and is not wasted on a gap that a lesser mark explains', () => {
  expect(listUnexplainedGapsMs([350, 650], 'First this. Then, that.')).toEqual([]);
  expect(listUnexplainedGapsMs([350, 380], 'Well, yes.')).toEqual([350]);
});
