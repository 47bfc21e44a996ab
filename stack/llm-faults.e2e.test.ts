import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Caller } from './caller.ts';
import { waitForEndOfAnswer, waitForSound } from './hearing.ts';
import { startStack } from './running-stack.ts';
import type { RunningStack } from './running-stack.ts';
import { borrowSpeech } from './shared-stack.ts';
import { ScriptedLlm } from './scripted-llm.ts';
import type { ScriptedAnswer, ScriptedPart } from './script.ts';

const ANSWER_TIMEOUT_MS = 30_000;
/** After which a failure is noticed; what the caller hears comes on top, and is made beforehand. */
const NOTICED_MS = 3000;
/** What a machine with two cores adds that everybody uses. */
const SLACK_MS = 2500;
const SENTENCE = 'We open at nine.';
const APOLOGY = /sorry.*answer/i;

let folder: string;
let model: ScriptedLlm;
let stack: RunningStack;
let caller: Caller;
/** What is left of each answer, by what the caller types. */
const answers = new Map<string, ScriptedAnswer[]>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-faults-'));
  await mkdir(join(folder, 'assistants'));
  const idle = 'idle: { askAfterS: 0, hangUpAfterS: 0 }';
  await writeFile(
    join(folder, 'assistants', 'parley.yaml'),
    `instructions: Be brief.\ngreeting: Hello.\n${idle}\n`,
  );
  model = await ScriptedLlm.start(script);
  stack = await startStack({
    ...borrowSpeech(),
    ASSISTANTS_DIR: join(folder, 'assistants'),
    LLM_BASE_URL: model.address.baseUrl,
    LLM_MODEL: 'scripted',
    TURN_LOG_DIR: 'off',
  });
  caller = await Caller.join(stack.page);
  await waitForEndOfAnswer(caller, await waitForSound(caller, 0, ANSWER_TIMEOUT_MS));
});

afterAll(async () => {
  await caller.leave();
  await stack.stop();
  await model.stop();
  await rm(folder, { recursive: true });
});

/** The last answer to a question stays. */
function script({ user }: { user: string }): ScriptedAnswer | undefined {
  const left = answers.get(user);
  return left && left.length > 1 ? left.shift() : left?.[0];
}

interface Heard {
  written: string;
  soundAfterMs: number;
  requests: number;
}

/** Types, and listens until the agent has nothing more to say. */
async function ask(question: string, ...given: ScriptedAnswer[]): Promise<Heard> {
  answers.set(question, given);
  const [lines, requests] = [caller.transcript.length, model.replies.length];
  const askedMs = performance.now();
  await caller.type(question);
  const soundMs = await waitForSound(caller, askedMs, ANSWER_TIMEOUT_MS);
  await waitForEndOfAnswer(caller, soundMs);
  await sleep(300); // The last words of the transcript.
  const said = caller.transcript.slice(lines).filter(({ speaker }) => speaker === 'agent');
  const heard = {
    written: said.map(({ text }) => text).join(' | '),
    soundAfterMs: Math.round(soundMs - askedMs),
    requests: model.replies.length - requests,
  };
  console.log({ question, ...heard });
  return heard;
}

const empty: ScriptedPart = {
  data: JSON.stringify({ choices: [{ delta: { role: 'assistant', content: '' } }] }),
};

test('one 500: the caller hears one answer', async () => {
  const { written, requests } = await ask('One failure.', { status: 500 }, SENTENCE);
  expect(written).toBe(SENTENCE);
  expect(requests).toBe(2);
});

describe('a server that is silent is given up in time', () => {
  test.each<[string, ScriptedPart[]]>([
    ['nothing comes', [{ waitMs: 20_000 }]],
    ['only keep-alives come', Array.from({ length: 30 }, () => [empty, { waitMs: 400 }]).flat()],
  ])('%s', async (what, answer) => {
    const { written, soundAfterMs } = await ask(`Silence: ${what}.`, answer);
    expect(written).toMatch(APOLOGY);
    expect(soundAfterMs).toBeLessThan(NOTICED_MS + SLACK_MS);
  });
});

describe('an answer that breaks off is never begun again', () => {
  test.each<[string, ScriptedPart[], RegExp]>([
    ['stalls inside of a sentence', ['We open at ', { end: 'stall' }], /^We open at\b(?!.*We open).*sorry/],
    ['is reset inside of a sentence', ['We open at ', { end: 'reset' }], /^We open at\b(?!.*We open).*sorry/],
    ['ends without a reason, behind a sentence', [SENTENCE, { end: 'cut' }], /^We open at nine\.$/],
    [
      'has events that are no JSON',
      ['We open ', { data: '{"choices": [' }, 'at nine.'],
      /^We open at nine\.$/,
    ],
    ['thinks aloud', ['<think>They want hours. ', '</think>', SENTENCE], /^We open at nine\.$/],
  ])('%s', async (what, answer, expected) => {
    expect((await ask(`It ${what}.`, answer)).written).toMatch(expected);
  });
});

test('a server that is gone: an apology in time, ten times, and an answer when it is back', async () => {
  const port = Number(new URL(model.address.baseUrl).port);
  await model.stop();
  const gone = await ask('Are you there?');
  expect(gone.written).toMatch(APOLOGY);
  expect(gone.soundAfterMs).toBeLessThan(NOTICED_MS + SLACK_MS);
  for (let failure = 2; failure <= 10; failure++) {
    const lines = caller.spoken.length;
    await caller.type(`Attempt ${failure}`); // Which interrupts the apology before.
    const deadlineMs = performance.now() + ANSWER_TIMEOUT_MS;
    while (!caller.spoken.slice(lines).some(({ text }) => /sorry/i.test(text))) {
      expect(performance.now()).toBeLessThan(deadlineMs);
      await sleep(100);
    }
  }
  model = await ScriptedLlm.start(script, port);
  expect((await ask('And now?', SENTENCE)).written).toContain(SENTENCE);
});
