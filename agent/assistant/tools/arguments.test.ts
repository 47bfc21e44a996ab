import { expect, test } from 'vitest';
import { describeCanonically, findFlaw } from './arguments.ts';

const parameters = { properties: { filter: {}, title: {} } };

test.each([
  [{ filter: '' }],
  [{ filter: '  ' }],
  [{ filter: {} }],
  [{ filter: { owner: '' } }],
  [{ ids: [] }],
  [{ ids: ['a', ''] }],
  [{ where: null }],
  [{ options: { query: '' } }],
  [{ edits: [{ path: '' }] }],
  [{ edits: [[{ path: '' }]] }],
  [{ where: { id: { in: [] }, kind: 'x' } }],
  [{ filter: { id: null, type: 'order' } }],
])('%j might choose everything, also where nothing is changed', (args) => {
  expect(findFlaw(args, { parameters, sideEffects: false })).toBeDefined();
});

test.each([
  [{}],
  [{ title: 'Tea' }],
  [{ filter: '*' }],
  [{ filter: '%' }],
  [{ where: '1 = 1' }],
  [{ path: '/' }],
  [{ where: { name: '*', kind: 'x' } }],
])('%j may be looked at, but not changed', (args) => {
  expect(findFlaw(args, { parameters, sideEffects: false })).toBeUndefined();
  expect(findFlaw(args, { parameters, sideEffects: true })).toBeDefined();
});

test('what is written may be empty, and what is chosen is not a flaw', () => {
  expect(findFlaw({ path: '/tmp/a', content: '' }, { parameters: {}, sideEffects: true })).toBeUndefined();
  expect(findFlaw({ where: { id: [7], note: '' } }, { parameters: {}, sideEffects: true })).toBeUndefined();
  expect(findFlaw({ filter: 'tea' }, { parameters, sideEffects: true })).toBeUndefined();
});

test('a megabyte is a flaw', () => {
  const args = { content: 'a'.repeat(1_000_000) };
  expect(findFlaw(args, { parameters: {}, sideEffects: false })).toMatch('too long');
});

test('nesting without end and null characters are flaws', () => {
  const nested = JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`) as Record<string, unknown>;
  expect(findFlaw(nested, { parameters: {}, sideEffects: false })).toMatch('nested');
  expect(findFlaw({ path: '/tmp/a\u0000.png' }, { parameters: {}, sideEffects: false })).toMatch(
    'null character',
  );
});

test('the order of fields makes no difference', () => {
  expect(describeCanonically({ b: [1, { d: 2, c: null }], a: 'x' })).toBe(
    describeCanonically({ a: 'x', b: [1, { c: null, d: 2 }] }),
  );
  expect(describeCanonically({ a: [1, 2] })).not.toBe(describeCanonically({ a: [2, 1] }));
});
