import { expect, test } from 'vitest';
import type { CorpusItem } from './corpus/manifest.ts';
import { planCalls, rotate } from './schedule.ts';

function makeItems(kind: CorpusItem['kind'], count: number): CorpusItem[] {
  return Array.from({ length: count }, (_, index) => ({
    file: `${kind}-${index}.wav`,
    kind,
    text: kind,
    voice: 'af_heart',
    samples: new Int16Array(160),
    rateHz: 16_000,
    speechEndMs: 10,
    pauses: [],
    half: 'test',
  }));
}

const corpus = [
  ...makeItems('complete', 9),
  ...makeItems('paused', 5),
  ...makeItems('noisy', 1),
  ...makeItems('bargein', 2),
  ...makeItems('backchannel', 1),
  ...makeItems('noise', 1),
];
const options = { turns: 12, turnsPerCall: 5, seed: 1 };

test('turns are dealt out to calls, and every kind of recording has its turn', () => {
  const calls = planCalls(corpus, options);
  expect(calls.map((scenarios) => scenarios.length)).toEqual([5, 5, 2]);
  const kinds = calls
    .flat()
    .flatMap(({ question, overlap }) => [question.kind, ...(overlap ? [overlap.kind] : [])]);
  expect(new Set(kinds)).toEqual(new Set(corpus.map(({ kind }) => kind)));
});

test('no question comes twice while there are others', () => {
  const files = planCalls(corpus, options)
    .flat()
    .map(({ question }) => question.file);
  expect(new Set(files).size).toBe(files.length);
});

test('the plan repeats with its seed, and is another with another', () => {
  expect(planCalls(corpus, options)).toEqual(planCalls(corpus, options));
  expect(planCalls(corpus, { ...options, seed: 2 })).not.toEqual(planCalls(corpus, options));
});

test('a corpus without some kinds does with the rest; one that asks nothing is refused', () => {
  const calls = planCalls(makeItems('paused', 2), options);
  expect(calls.flat()).toHaveLength(12);
  expect(() => planCalls(makeItems('bargein', 2), options)).toThrow(/complete, paused or noisy/);
});

test('the order of arms moves on with every round', () => {
  expect(rotate(['a', 'b', 'c'], 0)).toEqual(['a', 'b', 'c']);
  expect(rotate(['a', 'b', 'c'], 4)).toEqual(['b', 'c', 'a']);
});
