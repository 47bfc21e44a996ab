import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkAssistants } from './assistant-check.ts';

function check(files: Record<string, string>, defaultName = 'parley') {
  const dir = mkdtempSync(join(tmpdir(), 'assistants-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  const { assistants, problems, hasDefault } = checkAssistants({ dir, default: defaultName });
  const shown = problems.map((problem) => problem.replaceAll(`${dir}/`, ''));
  return { names: assistants.map(({ name }) => name), problems: shown, hasDefault };
}

test('the assistants that come with Parley are in order', () => {
  const dir = join(import.meta.dirname, '..', '..', 'assistants');
  expect(checkAssistants({ dir, default: 'parley' })).toMatchObject({ problems: [], hasDefault: true });
});

test('every problem of every file is found; the good ones can be called', () => {
  const result = check({
    'parley.yaml': 'handOffs:\n  cafe: for cake\n  bar: for drinks\n  parley: never',
    'cafe.yaml': 'greting: Hi\nspeed: fast',
    'my cafe.yaml': '',
    'notes.txt': 'not one of them',
  });
  expect(result.names).toEqual(['parley']);
  expect(result.hasDefault).toBe(true);
  expect(result.problems).toEqual([
    'cafe.yaml:1:1: unknown key "greting"; did you mean "greeting"?',
    'cafe.yaml:2:1: speed: expected number, received string',
    '"my cafe" is not the name of an assistant',
    'parley.yaml:3:3: handOffs.bar: bar.yaml is not there; there are cafe, my cafe, parley',
    'parley.yaml:4:3: handOffs.parley: parley.yaml is this assistant itself',
  ]);
});

test('assistants that can not be told apart, or named, in a hand-off are a problem', () => {
  const long = 'x'.repeat(60);
  const result = check({
    'parley.yaml': `handOffs:\n  tea-room: for tea\n  tea_room: for milk\n  ${long}: never`,
    'tea-room.yaml': 'greeting: Hi',
    'tea_room.yaml': 'greeting: Hi',
    [`${long}.yaml`]: 'greeting: Hi',
  });
  expect(result.problems).toEqual([
    expect.stringMatching(/^parley.yaml:3:3: handOffs.tea_room: .* can't be told from tea-room/),
    expect.stringMatching(/^parley.yaml:4:3: .* too long a name for a hand-off; expected 52 characters/),
  ]);
});

test('instructions that leave no room for the conversation are a problem, also those of a variant', () => {
  const long = 'Be brief. '.repeat(200);
  const variants = `experiment:\n  name: x\n  variants:\n    a: {}\n    b:\n      instructions: ${long}`;
  const { names, problems } = check({
    'parley.yaml': `greeting: Hi\ninstructions: ${long}`,
    'roomy.yaml': `instructions: ${long}\ncontext: { maxTokens: 1200 }`,
    'tried.yaml': variants,
  });
  expect(names).toEqual(['parley', 'roomy', 'tried']);
  const reason =
    'instructions: about 600 tokens, of 900 for them, the notes and the last messages together; shorten them, or set context.maxTokens to 1200';
  expect(problems).toEqual([`parley.yaml:2:1: ${reason}`, `tried.yaml:6:7: ${reason}`]);
});

test('hand-offs of variants lead somewhere, too', () => {
  const experiment = 'name: x\n  variants:\n    one: {}\n    two: { handOffs: { bar: for drinks } }';
  const { problems } = check({ 'parley.yaml': `handOffs: { pub: for beer }\nexperiment:\n  ${experiment}` });
  expect(problems).toEqual([
    'parley.yaml:1:13: handOffs.pub: pub.yaml is not there; there are parley',
    'parley.yaml:6:24: handOffs.bar: bar.yaml is not there; there are parley',
  ]);
});

test('a default that is not there, or a folder that is not', () => {
  expect(check({ 'cafe.yaml': '' })).toMatchObject({
    hasDefault: false,
    problems: ['parley.yaml, which DEFAULT_ASSISTANT names, is not there'],
  });
  const dir = join(mkdtempSync(join(tmpdir(), 'assistants-')), 'nowhere');
  const { problems } = checkAssistants({ dir, default: 'parley' });
  expect(problems[0]).toMatch(/no such.*\/nowhere/);
});
