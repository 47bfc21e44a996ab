import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FileProblems } from '../../agent/yaml-file.ts';
import { loadScenarios } from './scenario-file.ts';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'parley-scenarios-'))));
afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

/** The problems of a file, with the folder left out. */
function findProblems(...paths: string[]): string[] {
  try {
    loadScenarios(paths);
    return [];
  } catch (error) {
    if (!(error instanceof FileProblems)) throw error;
    return error.problems.map((problem) => problem.replaceAll(`${folder}/`, ''));
  }
}

test.each([
  [
    'unknown key',
    'stepz: []',
    ['x.yaml:1:1: steps: is missing', 'x.yaml:1:1: unknown key "stepz"; did you mean "steps"?'],
  ],
  ['unknown step', 'steps:\n  - saay: Hello', ['x.yaml:2:5: unknown key "saay"; did you mean "say"?']],
  [
    'two steps in one',
    'steps:\n  - say: Hello\n    wait: 2s',
    [
      'x.yaml:2:5: steps.0: expected one of say, play, type, press, interrupt, wait, silent, away, hangUp, expect, and only one',
    ],
  ],
  [
    'unknown expectation',
    'steps:\n  - expect:\n      hears: Hello',
    ['x.yaml:3:7: unknown key "hears"; did you mean "heard"?', 'x.yaml:2:5: steps.0.expect: expects nothing'],
  ],
  [
    'no duration',
    'steps:\n  - wait: soon',
    ['x.yaml:2:5: steps.0.wait: expected a duration, such as 800ms, 2s or 1min'],
  ],
  [
    'no regular expression',
    'steps:\n  - expect: { heard: /(/ }',
    [expect.stringMatching(/^x\.yaml:2:\d+: steps\.0\.expect\.heard: is no regular expression: /)],
  ],
  [
    'a typo in an assistant of its own',
    'assistant:\n  greting: Hello\nsteps: [{ wait: 1s }]',
    ['x.yaml:2:3: unknown key "greting"; did you mean "greeting"?'],
  ],
  ['a missing recording', 'steps:\n  - play: hum.wav', ['x.yaml:2:5: there is no recording hum.wav']],
  ['no YAML', 'steps: [', [expect.stringMatching(/^x\.yaml:1:\d+: is not YAML: /)]],
])('%s', async (_, text, problems) => {
  expect(findProblems(await write('x.yaml', text)).toSorted()).toEqual(problems.toSorted());
});

test('the problems of all files are told at once, also of those that are not there', async () => {
  const paths = [await write('a.yaml', 'steps: 1'), join(folder, 'b.yaml')];
  expect(findProblems(...paths)).toEqual([
    'a.yaml:1:1: steps: expected array, received number',
    'b.yaml: there is no such file',
  ]);
});

test("a file's name can be that of an assistant, as its own may be called so", async () => {
  expect(findProblems(await write('my test.yaml', 'steps: [{ wait: 1s }]'))).toEqual([
    "my test.yaml: expected a file name of letters, digits, '-' and '_', such as tea-time.yaml",
  ]);
});

test.each(['en', 'de', 'es', 'fr', 'hi', 'it', 'ja', 'pt', 'zh'])('%s can be expected', async (language) => {
  expect(findProblems(await write('x.yaml', `steps: [{ expect: { language: ${language} } }]`))).toEqual([]);
});

test('an assistant has one name in all scenarios', async () => {
  const text = 'assistants: { desk: {} }\nsteps: [{ wait: 1s }]';
  expect(findProblems(await write('a.yaml', text), await write('b.yaml', text))).toEqual([
    'b.yaml: "desk" is also the name of something in a.yaml',
  ]);
});

test('what a file says, with defaults', async () => {
  const text = `
script: [{ when: /time/i, answer: [{ tool: clock, with: { zone: UTC } }, "It is {result}."] }]
steps:
  - say: [I would like, 1.5 s, some tea]
  - expect: { heard: tea, latency: 1min }`;
  const [scenario] = loadScenarios([await write('tea.yaml', text)]);
  expect(scenario).toMatchObject({
    name: 'tea',
    voice: 'am_michael',
    script: [{ when: { regexp: /time/i }, answer: [{ tool: 'clock' }, { say: 'It is {result}.' }] }],
    steps: [
      { say: ['I would like', 1500, 'some tea'] },
      { expect: { heard: [{ text: 'tea' }], latency: 60_000, within: 30_000 } },
    ],
  });
  expect(scenario?.places.map((place) => place.replace(folder, ''))).toEqual([
    '/tea.yaml:4:5',
    '/tea.yaml:5:5',
  ]);
});
