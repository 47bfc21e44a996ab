import { expect, test } from 'vitest';
import { createCheck } from './json-schema.ts';

const address = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };

test.each([
  ['missing', {}],
  ['null', { path: null }],
  ['of another kind', { path: 7 }],
  ['unknown', { path: 'a', mode: 'all' }],
  ['unknown further in', { path: 'a', address: { city: 'Ulm', zip: '1' } }],
  ['unknown in a list', { path: 'a', addresses: [{ city: 'Ulm', zip: '1' }] }],
  ['unknown behind a reference', { path: 'a', home: { city: 'Ulm', zip: '1' } }],
])('what is %s is told', (_, args) => {
  const check = createCheck({
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: {
      path: { type: 'string' },
      address,
      addresses: { type: 'array', items: address },
      home: { $ref: '#/definitions/address' },
    },
    required: ['path'],
    definitions: { address },
  });
  expect(check(args)).toBeTruthy();
  expect(check({ path: 'a', address: { city: 'Ulm' }, home: { city: 'Ulm' } })).toBeUndefined();
});

test('what a schema leaves open stays open', () => {
  const check = createCheck({
    type: 'object',
    allOf: [{ properties: { a: {} } }, { properties: { b: {} } }],
    properties: {
      labels: { type: 'object', additionalProperties: { type: 'string' } },
      anything: { type: 'object' },
    },
  });
  expect(check({ a: 1, b: 2, labels: { colour: 'red' }, anything: { at: ['all'] } })).toBeUndefined();
  expect(check({ c: 3 })).toMatch('unknown field “c”');
});

test('tuples of older drafts are understood; no schema at all takes nothing', () => {
  const check = createCheck({ properties: { pair: { items: [{ type: 'string' }, { type: 'number' }] } } });
  expect(check({ pair: ['a', 1] })).toBeUndefined();
  expect(check({ pair: [1, 'a'] })).toBeTruthy();
  expect(createCheck({ type: 'object' })({ any: 'thing' })).toBeTruthy();
});
