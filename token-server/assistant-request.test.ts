import { expect, test } from 'vitest';

import { requireAllowedAssistant } from './assistant-request.ts';
import { NamePattern } from './name-pattern.ts';

const allowed = ['parley', 'shop-*'].map((pattern) => new NamePattern(pattern));
const caller = { may: new Set(['call'] as const) };
const operator = { may: new Set(['call', 'operate'] as const) };

test.each(['', 'anything', '{"order":7}', '"staff"', '{"assistant":"parley"}', ' {"assistant":"shop-7"} '])(
  'a caller may send %j',
  (metadata) => {
    expect(() => {
      requireAllowedAssistant(metadata, allowed, caller);
    }).not.toThrow();
  },
);

test.each([
  '{"assistant":"staff"}',
  '{"assistant":"parley","assistant":"staff"}',
  '{"assistant":["staff"]}',
  '{"assistant":null}',
  '{"assistant":"shop-7/../staff"}',
  'parley.replacement=1;{"assistant":"staff"}',
])('a caller may not send %j', (metadata) => {
  expect(() => {
    requireAllowedAssistant(metadata, allowed, caller);
  }).toThrow(/^room_config\.agents\.0\.metadata /);
});

test('an operator may name any assistant, but not speak as the worker', () => {
  requireAllowedAssistant('{"assistant":"staff"}', allowed, operator);
  expect(() => {
    requireAllowedAssistant('parley.replacement=1;', allowed, operator);
  }).toThrow(/must not begin with/);
});
