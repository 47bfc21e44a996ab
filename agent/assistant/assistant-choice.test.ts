import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseAssistant, nameAssistant } from './assistant-choice.ts';

function createFolder(files: Record<string, string>) {
  const dir = mkdtempSync(join(tmpdir(), 'assistants-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, `${name}.yaml`), text);
  return { dir, default: 'parley' };
}

function choose(folder: ReturnType<typeof createFolder>, metadata: string) {
  const problems: string[] = [];
  const assistant = chooseAssistant(folder, metadata, (problem) => problems.push(problem));
  return { name: assistant.name, greeting: assistant.greeting, problems };
}

const files = { parley: 'greeting: Hello', cafe: 'greeting: Welcome', broken: 'greting: Hi' };

test.each([
  ['{"assistant":"cafe","order":7}', 'cafe', 0],
  ['', 'parley', 0],
  ['{"order":7}', 'parley', 0],
  ['anything', 'parley', 0],
  ['"cafe"', 'parley', 0],
  ['{"assistant":"../cafe"}', 'parley', 1],
  ['{"assistant":{"name":"cafe"}}', 'parley', 1],
  ['{"assistant":"nobody"}', 'parley', 1],
  ['{"assistant":"broken"}', 'parley', 1],
])('a call with the metadata %j is answered by %s', (metadata, name, problems) => {
  const chosen = choose(createFolder(files), metadata);
  expect(chosen.name).toBe(name);
  expect(chosen.problems).toHaveLength(problems);
});

test('what a caller sent as a name is in no problem', () => {
  expect(choose(createFolder(files), '{"assistant":"Zoe Miller!"}').problems.join()).not.toMatch(/Zoe/);
});

test('an edited file applies to the next call', () => {
  const folder = createFolder(files);
  expect(choose(folder, '').greeting).toBe('Hello');
  writeFileSync(join(folder.dir, 'parley.yaml'), 'greeting: Good evening');
  expect(choose(folder, '').greeting).toBe('Good evening');
});

test('with a broken default a call is answered all the same', () => {
  const chosen = choose(createFolder({ parley: 'speed: fast' }), '');
  expect(chosen.problems).toEqual([expect.stringMatching(/parley\.yaml:1:1: speed: expected number/)]);
  expect(chosen.name).toBe('parley');
  const asked = choose(createFolder({ parley: 'speed: fast' }), '{"assistant":"parley"}');
  expect(asked.problems).toEqual([expect.stringMatching(/speed: expected number/)]);
});

test('metadata that names another assistant keeps the rest', () => {
  expect(nameAssistant('{"order":7,"assistant":"parley"}', 'cafe')).toBe('{"order":7,"assistant":"cafe"}');
  expect(nameAssistant('anything', 'cafe')).toBe('{"assistant":"cafe"}');
});
