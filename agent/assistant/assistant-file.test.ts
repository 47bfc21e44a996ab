import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FileProblems } from '../yaml-file.ts';
import { loadAssistant, readAssistantFile } from './assistant-file.ts';

function write(text: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'assistants-'));
  writeFileSync(join(directory, 'a.yaml'), text);
  return directory;
}

function findProblems(text: string): string[] {
  const directory = write(text);
  try {
    readAssistantFile(directory, 'a');
    return [];
  } catch (error) {
    if (!(error instanceof FileProblems)) throw error;
    return error.problems.map((problem) => problem.replace(`${directory}/`, ''));
  }
}

test('the assistant that comes with Parley greets as itself', () => {
  const assistant = loadAssistant(join(import.meta.dirname, '..', '..', 'assistants'), 'parley');
  expect(assistant.greeting).toBe('Hello, this is Parley. How can I help you?');
  expect(assistant.name).toBe('parley');
});

test('an empty file is an assistant', () => {
  expect(loadAssistant(write(''), 'a')).toMatchObject({
    name: 'a',
    tools: [],
    context: { keepMessages: 10, summarizeAt: 15, dropAfter: 30, maxTokens: 900 },
    idle: { askAfterS: 10, hangUpAfterS: 30 },
  });
});

test.each([
  ['greting: Hello', ['a.yaml:1:1: unknown key "greting"; did you mean "greeting"?']],
  [
    'greeting: Hi\nlimits:\n  maxCallMinuts: 5\n',
    ['a.yaml:3:3: unknown key "maxCallMinuts"; did you mean "maxCallMinutes"?'],
  ],
  [
    'zzz: 1\nspeed: fast\nturnTaking: nervous\n',
    [
      expect.stringMatching(/^a\.yaml:1:1: unknown key "zzz"; expected one of description, instructions/),
      'a.yaml:2:1: speed: expected number, received string',
      'a.yaml:3:1: turnTaking: expected eager, balanced or patient',
    ],
  ],
  ['speed: 2.5', [expect.stringMatching(/^a\.yaml:1:1: speed: .*2/)]],
  ['memory: {}', ['a.yaml:1:1: memory.days: is missing']],
  ['context:\n  summarizeAt: 8\n', ['a.yaml:2:3: context.summarizeAt: expected more than keepMessages']],
  [
    'recording: true\nconsent: We record this.\n',
    [expect.stringMatching(/^a\.yaml:1:1: recording: expected false: Parley keeps no recording/)],
  ],
  ['idle:\n  askAfterS: -1\n', ['a.yaml:2:3: idle.askAfterS: expected seconds, or 0 for never']],
  [
    'mcpServers:\n  documents: { comand: npx, url: http://x/mcp }\n',
    ['a.yaml:2:16: unknown key "comand"; did you mean "command"?'],
  ],
  [
    'mcpServers:\n  documents: { args: [x] }\n',
    [expect.stringMatching(/^a\.yaml:2:3: mcpServers\.documents: expected either command/)],
  ],
  ['transferTo: Bob\n', [expect.stringMatching(/^a\.yaml:1:1: transferTo: expected tel:/)]],
  [
    'tools:\n  - end_call\n  - 7\n',
    [expect.stringMatching(/^a\.yaml:3:5: tools\.1: expected one of: get_time, end_call, /)],
  ],
  [
    'knowledge:\n  foldr: menu\n',
    ['a.yaml:1:1: knowledge.folder: is missing', 'a.yaml:2:3: unknown key "foldr"; did you mean "folder"?'],
  ],
  [
    'greeting: "Hello\nvoice: x',
    [expect.stringMatching(/^a\.yaml:2:\d+: is not YAML: Missing closing "quote/)],
  ],
  ['greeting: a\ngreeting: b', [expect.stringMatching(/^a\.yaml:2:1: is not YAML: Map keys must be unique/)]],
  ['- a\n- b', [expect.stringMatching(/^a\.yaml:1:1: expected object, received array$/)]],
])('%j is refused with its place', (text, problems) => {
  expect(findProblems(text)).toEqual(problems);
});

test('a file that is not there, and a name that is none', () => {
  expect(() => loadAssistant('/nowhere', 'b')).toThrow('/nowhere/b.yaml: there is no such file');
  expect(() => loadAssistant('/nowhere', '../b')).toThrow('"../b" is not the name of an assistant');
});

test('a variant says in place of the file what it says differently', () => {
  const text = `
greeting: Hello
limits: { maxCallMinutes: 5 }
experiment:
  name: shorter
  variants:
    control: { weight: 3 }
    short: { greeting: Hi }
`;
  const { variants } = readAssistantFile(write(text), 'a');
  expect(variants.map(({ weight, assistant }) => [weight, assistant.greeting, assistant.variant])).toEqual([
    [3, 'Hello', { experiment: 'shorter', name: 'control' }],
    [1, 'Hi', { experiment: 'shorter', name: 'short' }],
  ]);
  expect(variants[1]?.assistant.limits.maxCallMinutes).toBe(5);
});

test('problems of variants are found where they stand, beside those of the file', () => {
  const text = `
greeting: 7
experiment:
  name: shorter
  variants:
    control: {}
    short:
      greting: Hi
      speed: fast
`;
  expect(findProblems(text)).toEqual([
    'a.yaml:2:1: greeting: expected string, received number',
    'a.yaml:8:7: unknown key "greting"; did you mean "greeting"?',
    'a.yaml:9:7: experiment.variants.short.speed: expected number, received string',
  ]);
});
