import { expect, test } from 'vitest';
import type { Assistant, AssistantFile } from './assistant-file.ts';
import { assistantSchema } from './assistant-schema.ts';
import { drawVariant } from './experiment.ts';
import type { DrawKeys } from './experiment.ts';

function createFile(assign: 'call' | 'caller', weights: Record<string, number>): AssistantFile {
  const variants = Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, { weight }]));
  const said = assistantSchema.parse({ experiment: { name: 'voices', assign, variants } });
  const assistant: Assistant = { ...said, name: 'a' };
  return {
    assistant,
    variants: Object.entries(weights).map(([name, weight]) => ({
      weight,
      assistant: { ...assistant, variant: { experiment: 'voices', name } },
    })),
  };
}

function draw(file: AssistantFile, count: number, getKeys: (index: number) => DrawKeys) {
  const drawn: Record<string, number> = {};
  for (let index = 0; index < count; index++) {
    const name = drawVariant(file, getKeys(index)).variant?.name ?? 'none';
    drawn[name] = (drawn[name] ?? 0) + 1;
  }
  return drawn;
}

test.each(['call', 'caller'] as const)('variants per %s come as often as they weigh', (assign) => {
  const drawn = draw(createFile(assign, { a: 3, b: 1, never: 0 }), 4000, (index) => ({
    call: `${index}`,
    caller: `caller-${index}`,
  }));
  expect(drawn['a']).toBeGreaterThan(2800);
  expect(drawn['a']).toBeLessThan(3200);
  expect(Object.keys(drawn).sort()).toEqual(['a', 'b']);
});

test('a caller keeps their variant, where the file says so', () => {
  const getKeys = (index: number) => ({ call: `${index}`, caller: 'zoe' });
  expect(Object.keys(draw(createFile('caller', { a: 1, b: 1 }), 50, getKeys))).toHaveLength(1);
  expect(Object.keys(draw(createFile('call', { a: 1, b: 1 }), 50, getKeys))).toHaveLength(2);
});

test.each(['call', 'caller'] as const)(
  'a call that comes back to an assistant keeps its variant, per %s',
  (assign) => {
    expect(Object.keys(draw(createFile(assign, { a: 1, b: 1 }), 50, () => ({ call: 'RM_1' })))).toHaveLength(
      1,
    );
  },
);
