import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { voice } from '@livekit/agents';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ScriptedLlm } from '../../stack/scripted-llm.ts';
import type { ScriptedAnswer, ScriptedRequest } from '../../stack/script.ts';
import { createTextSession } from '../testing.ts';
import type { Assistant } from './assistant-file.ts';
import { assistantSchema } from './assistant-schema.ts';
import { CallAgent } from './call-agent.ts';
import { Recollection } from './recollection.ts';
import { en } from './sentences/en.ts';
import { CallTools } from './tools/call-tools.ts';

const assistant = { ...assistantSchema.parse({ memory: { days: 30 } }), name: 'test' };
let directory: string;
let model: ScriptedLlm;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'parley-recollection-'));
  model = await ScriptedLlm.start(answer);
});
afterEach(async () => {
  await model.stop();
  rmSync(directory, { recursive: true });
});

/** A model that knows what it is told in the request, and nothing else. */
function answer({ body, user, step }: ScriptedRequest): ScriptedAnswer {
  if (!body.stream) {
    const facts = /my name is Ana/.test(user) ? [{ key: 'name', value: 'Ana' }] : [];
    return JSON.stringify({ summary: 'They talked.', facts });
  }
  const useOnce = (tool: string, args = {}): ScriptedAnswer =>
    step === 0 ? { tool, arguments: args } : 'Done.';
  if (user.includes('Forget me')) return useOnce('forget');
  if (user.includes('Remember')) return useOnce('remember', { about: 'favourite drink', value: 'tea' });
  return JSON.stringify(body.messages).includes('name: Ana') ? 'Hello, Ana.' : 'We have not met.';
}

/** A call of text, in which all of `lines` are said; `last` has it then. @returns what was answered and logged. */
async function call(
  callerId: string | undefined,
  lines: string[],
  { dataDir = directory, last = assistant }: { dataDir?: string; last?: Assistant } = {},
) {
  let current: Assistant = assistant;
  const session = createTextSession(model.address);
  const logged: string[] = [];
  const recollection = new Recollection({
    server: model.address,
    dataDir,
    callerId,
    getAssistant: () => current,
    prime: () => Promise.resolve(),
    log: (line) => logged.push(line),
  });
  await recollection.recall(assistant);
  const tools = new CallTools({
    session,
    speaker: { language: 'en', sentences: en },
    whenCommitted: () => Promise.resolve(),
    maxCallsPerTurn: () => 5,
    maxResultCharacters: () => 500,
    report: () => undefined,
  });
  const agent = new CallAgent({
    assistant,
    tools: recollection.createTools(assistant, () => en.mayIForget).map((tool) => tools.create(tool)),
    shapers: [recollection.createShaper(assistant)],
    habits: { obey: () => false, follow: (text: AsyncIterable<string>) => text } as never,
  });
  await session.start({ agent, record: false });
  recollection.follow(session);
  const answers: string[] = [];
  session.on(voice.AgentSessionEventTypes.ConversationItemAdded, ({ item }) => {
    if (item.type === 'message' && item.role === 'assistant') answers.push(item.textContent ?? '');
  });
  for (const userInput of lines) await session.generateReply({ userInput }).waitForPlayout();
  current = last;
  await session.close();
  await recollection.finish(session);
  return { answers, logged };
}

test('what is said in a short call is known in the next one, to the same caller only', async () => {
  const first = await call('ana', ['Hello, my name is Ana.', 'Remember that I like tea.']);
  expect(first.answers).toEqual(['We have not met.', 'Done.']);
  const { messages } = model.replies.at(-1)?.body ?? {};
  expect(JSON.stringify(messages)).toContain('favourite drink: tea'); // In this call, too.
  expect((await call('ana', ['Who am I?'])).answers).toEqual(['Hello, Ana.']);
  expect((await call('ben', ['Who am I?'])).answers).toEqual(['We have not met.']);
  expect(first.logged.join()).not.toMatch(/Ana|tea/);
});

test('what was told to an assistant that remembers is kept also where another one ends the call', async () => {
  await call('ana', ['Hello, my name is Ana.'], { last: { ...assistant, memory: undefined } });
  expect((await call('ana', ['Who am I?'])).answers).toEqual(['Hello, Ana.']);
});

test('"forget me" is obeyed at once, and what was said before it is not kept after the call either', async () => {
  await call('ana', ['Hello, my name is Ana.']);
  const { answers } = await call('ana', ['Hi, my name is Ana.', 'Forget me.', 'Who am I?']);
  expect(answers).toEqual(['Hello, Ana.', 'Done.', 'We have not met.']);
  expect((await call('ana', ['Who am I?'])).answers).toEqual(['We have not met.']);
});

test('of a caller for whom nobody vouches nothing is kept, and nothing can be', async () => {
  await call(undefined, ['Hello, my name is Ana.']);
  expect(model.replies.at(-1)?.body['tools']).toBeUndefined();
  expect((await call(undefined, ['Who am I?'])).answers).toEqual(['We have not met.']);
});

test('a folder that cannot be used is told to the operator, and the call goes on', async () => {
  const file = join(directory, 'file');
  writeFileSync(file, '');
  const { answers, logged } = await call('ana', ['Who am I?'], { dataDir: file });
  expect(answers).toEqual(['We have not met.']);
  expect(logged[0]).toMatch(/^memory: .*file can't be used, callers are not remembered: /);
});
