import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MemoryStore } from '../agent/assistant/memory/memory-store.ts';
import { Caller } from './caller.ts';
import { joinHeard, waitForEndOfAnswer, waitForQuiet, waitForSound } from './hearing.ts';
import { startStack } from './running-stack.ts';
import type { RunningStack } from './running-stack.ts';
import { borrowSpeech } from './shared-stack.ts';
import { ScriptedLlm } from './scripted-llm.ts';
import type { ScriptedAnswer, ScriptedRequest } from './script.ts';
import { transcribe } from './speech.ts';

const ANSWER_TIMEOUT_MS = 30_000;
const GREETING =
  'Hello, this is the hotel at the old harbour. I can tell you about rooms, prices and breakfast.';
const STORY =
  'There once was a farmer who had seven goats. Every morning he counted them at the gate, and every evening he counted them again. One day there were only six, so he went to look for the last one on the hill, in the forest and by the river.';

let folder: string;
let model: ScriptedLlm;
let stack: RunningStack;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-recollection-'));
  await mkdir(join(folder, 'assistants'));
  await writeFile(
    join(folder, 'assistants', 'parley.yaml'),
    `instructions: Be brief.\ngreeting: ${JSON.stringify(GREETING)}\nmemory:\n  days: 30\n`,
  );
  model = await ScriptedLlm.start(answer);
  stack = await startStack({
    ...borrowSpeech(),
    ASSISTANTS_DIR: join(folder, 'assistants'),
    PARLEY_DATA_DIR: join(folder, 'data'),
    LLM_BASE_URL: model.address.baseUrl,
    LLM_MODEL: 'scripted',
    TURN_LOG_DIR: 'off',
  });
});

afterAll(async () => {
  await stack.stop();
  await model.stop();
  await rm(folder, { recursive: true });
});

function answer({ body, user }: ScriptedRequest): ScriptedAnswer | undefined {
  const isSummary = user.startsWith('Summary so far');
  if (isSummary) {
    const facts = /my name is katharina/i.test(user) ? [{ key: 'name', value: 'Katharina' }] : [];
    return JSON.stringify({ summary: 'Wanted to hear a story.', facts });
  }
  if (!body.stream) return undefined;
  if (/story/.test(user)) return STORY;
  return 'You are the caller.';
}

/** The words of the agent in the last request for a reply, oldest first. */
function readRemembered(): string[] {
  const { messages } = model.replies.at(-1)?.body ?? { messages: [] };
  return messages
    .filter(({ role }) => role === 'assistant')
    .map(({ content }) => (typeof content === 'string' ? content : ''));
}

function listRemembered(): string[] {
  const store = new MemoryStore(join(folder, 'data'));
  const facts = store
    .list()
    .flatMap(({ id }) => store.recall(id).map(({ key, value }) => `${key}: ${value}`));
  store.close();
  return facts;
}

test('what the caller did not hear is not remembered as said; what they said is kept, and not logged', async () => {
  const caller = await Caller.join(stack.page);
  const greetedMs = await waitForSound(caller, 0, ANSWER_TIMEOUT_MS);
  await sleep(1500);
  await caller.type('My name is Katharina, tell me a story.');
  await waitForQuiet(caller, greetedMs + 1500, 150);
  const toldMs = await waitForSound(caller, performance.now(), ANSWER_TIMEOUT_MS);
  await sleep(5000);
  await caller.type('Who am I?');
  const quietMs = await waitForQuiet(caller, toldMs + 5000, 150);
  await waitForEndOfAnswer(caller, await waitForSound(caller, quietMs, ANSWER_TIMEOUT_MS));

  const [greeting = '', story = ''] = readRemembered();
  expect(GREETING.startsWith(greeting)).toBe(true);
  expect(greeting.length).toBeLessThan(GREETING.length * 0.8);
  expect(STORY.startsWith(story)).toBe(true);
  const heard = await transcribe(
    { baseUrl: stack.stt, model: 'tiny.en' },
    joinHeard(caller, toldMs - 200, quietMs + 100),
  );
  const countWords = (text: string) => text.split(/\s+/).filter(Boolean).length;
  console.log(`heard: ${heard} · remembered: ${story}`);
  expect(countWords(story)).toBeGreaterThan(3);
  expect(countWords(story)).toBeLessThanOrEqual(countWords(heard) + 2); // It is known to about a word.
  await caller.leave();
  await expect.poll(listRemembered, { timeout: 20_000 }).toEqual(['name: Katharina']);
  expect(stack.lines.join('\n')).not.toMatch(/Katharina|farmer/);
});
