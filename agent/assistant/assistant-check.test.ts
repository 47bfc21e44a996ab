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

test('a default that is not there, or a folder that is not', () => {
  expect(check({ 'cafe.yaml': '' })).toMatchObject({
    hasDefault: false,
    problems: ['parley.yaml, which DEFAULT_ASSISTANT names, is not there'],
  });
  const { problems } = checkAssistants({ dir: '/nowhere', default: 'parley' });
  expect(problems[0]).toMatch(/\/nowhere.*no such|no such.*\/nowhere/);
});
