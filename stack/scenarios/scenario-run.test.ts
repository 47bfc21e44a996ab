import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readStackConfig } from '../config.ts';
import { Clips } from './clips.ts';
import { createMeaningJudge } from './meaning-judge.ts';
import type { Scenario } from './scenario-file.ts';
import { runScenario } from './scenario-run.ts';
import { useRunningStack } from './scenario-stack.ts';
import { scenarioSchema } from './scenario.ts';

test.each<[string, object]>([
  ['a script', { script: [{ answer: 'Yes.' }] }],
  ['a script', { notes: { when: 'tea', summary: 'Tea.' } }],
  ['an assistant of its own', { assistant: { greeting: 'Hello.' } }],
  ['to throw its caller out', { steps: [{ away: '2s' }] }],
])('what needs %s is skipped in a stack that runs already', async (need, said) => {
  const file = scenarioSchema.parse({ steps: [{ wait: '1s' }], ...said });
  const folder = mkdtempSync(join(tmpdir(), 'scenario-run-'));
  const stack = useRunningStack('http://127.0.0.1:1/', readStackConfig({}), folder);
  const run = { stack, clips: new Clips(folder, stack.tts), judge: createMeaningJudge(undefined) };
  const scenario = { ...file, name: 'tea', path: 'tea.yaml', said: said as Scenario['said'], places: [] };
  expect(await runScenario(scenario, run)).toMatchObject({
    outcome: 'skipped',
    problems: [`needs ${need}, and so a stack of its own: run it without --url`],
  });
});
