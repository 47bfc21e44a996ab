import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Arguments } from './assistant/tools/arguments.ts';
import { createCheck } from './assistant/tools/json-schema.ts';
import { ToolGate } from './assistant/tools/tool-gate.ts';
import type { Tool } from './assistant/tools/tool.ts';
import { readToolArguments } from './llm/tool-arguments.ts';

const nothing = () => undefined;
const options = {
  maxCallsPerTurn: () => 5,
  maxResultCharacters: () => 200,
  whenCommitted: () => Promise.resolve(),
  ask: nothing,
  wait: nothing,
  changed: nothing,
};

test('of 1,000 fuzzed calls none is run that the schema forbids', async () => {
  const schema = {
    type: 'object',
    properties: {
      path: { type: 'string', minLength: 1, maxLength: 40 },
      depth: { type: 'integer', minimum: 0, maximum: 5 },
      tags: { type: 'array', items: { enum: ['a', 'b'] }, maxItems: 2 },
      options: { type: 'object', properties: { force: { type: 'boolean' } }, required: ['force'] },
    },
    required: ['path'],
  };
  /** Written by hand, so that it has nothing in common with what it is compared to. */
  const isAllowed = (args: Arguments) => {
    const { path, depth, tags, options, ...unknown } = args;
    const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
    const hasOwn = (name: string) => Object.hasOwn(args, name);
    return (
      Object.keys(unknown).length === 0 &&
      !Object.hasOwn(args, '__proto__') &&
      typeof path === 'string' &&
      path.length > 0 &&
      Array.from(path).length <= 40 &&
      (!hasOwn('depth') || (Number.isInteger(depth) && Number(depth) >= 0 && Number(depth) <= 5)) &&
      (!hasOwn('tags') ||
        (Array.isArray(tags) &&
          tags.length <= 2 &&
          tags.every((tag) => ['a', 'b'].includes(tag as string)))) &&
      (!hasOwn('options') ||
        (isObject(options) &&
          Object.keys(options as object).join() === 'force' &&
          typeof (options as Arguments)['force'] === 'boolean'))
    );
  };
  const runs: Arguments[] = [];
  const tool: Tool = {
    name: 'clear',
    description: '',
    parameters: schema,
    policy: { sideEffects: true, ask: 'never', foreignText: false, timeoutMs: 1000, isWaitedFor: true },
    check: createCheck(schema),
    run: (args) => void runs.push(args),
  };
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(
      'a',
      '',
      '*',
      'notes.txt',
      null,
      0,
      3,
      1e308,
      [],
      ['a'],
      ['a', 'b', 'c'],
      {},
      { force: true },
    ),
  );
  const near = fc.record(
    {
      path: fc.oneof({ weight: 9, arbitrary: fc.string({ minLength: 1, maxLength: 45 }) }, value),
      depth: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -1, max: 6 }) }, value),
      tags: fc.oneof({ weight: 9, arbitrary: fc.array(fc.constantFrom('a', 'b'), { maxLength: 3 }) }, value),
      options: fc.oneof({ weight: 9, arbitrary: fc.record({ force: fc.boolean() }) }, value),
    },
    { requiredKeys: [] },
  );
  const strange = fc
    .tuple(near, fc.string(), value)
    .map(([args, name, extra]) => ({ ...args, [name]: extra }));
  const whole = fc
    .oneof(
      { weight: 6, arbitrary: near },
      { weight: 1, arbitrary: strange },
      { weight: 1, arbitrary: fc.jsonValue() },
    )
    .map((json) => JSON.stringify(json));
  const broken = fc.tuple(whole, fc.nat(200)).map(([text, length]) => text.slice(0, length));
  let attempts = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.oneof({ weight: 4, arbitrary: whole }, { weight: 1, arbitrary: broken }),
      async (text) => {
        const gate = new ToolGate(options);
        const { json, flaw } = readToolArguments(text);
        const before = runs.length;
        attempts++;
        await gate.use(tool, { id: '1', args: JSON.parse(json) as Arguments, flaw });
        const ran = runs.length > before;
        if (ran) expect(isAllowed(JSON.parse(json) as Arguments)).toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
  expect(attempts).toBe(1000);
  expect(runs.length).toBeGreaterThan(50); // Or nothing was tried.
  console.log(`fuzzed tool calls: ${attempts}, run: ${runs.length}, forbidden ones run: 0`);
});
