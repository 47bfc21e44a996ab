import { setTimeout as sleep } from 'node:timers/promises';
import { llm, voice } from '@livekit/agents';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { Script } from '../../../stack/script.ts';
import { ScriptedLlm } from '../../../stack/scripted-llm.ts';
import { createTextSession } from '../../testing.ts';
import { CallAgent } from '../call-agent.ts';
import { en } from '../sentences/en.ts';
import { CallTools } from './call-tools.ts';
import type { ToolNews } from './call-tools.ts';
import { defineTool } from './tool.ts';
import type { Tool } from './tool.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** What the session's model was told of tools in its last request. */
function readTold(model: ScriptedLlm): string {
  const { messages } = model.replies.at(-1)?.body ?? { messages: [] };
  return messages.flatMap(({ role, content }) => (role === 'tool' ? [content as string] : [])).join('\n');
}

/** A session of text, whose model does as the script says, with tools behind the gate. */
async function call(script: Script, tools: Tool[], silenceMs?: number) {
  const model = await ScriptedLlm.start(script);
  const session = createTextSession(model.address);
  const news: ToolNews[] = [];
  const said: string[] = [];
  const speaker = { language: 'en', sentences: en };
  const callTools = new CallTools({
    session,
    speaker,
    whenCommitted: () => Promise.resolve(),
    maxCallsPerTurn: () => 5,
    maxResultCharacters: () => 500,
    report: (one) => news.push(one),
    ...(silenceMs !== undefined && { silenceMs }),
  });
  session.on(voice.AgentSessionEventTypes.ConversationItemAdded, ({ item }) => {
    if (item.type === 'message' && item.role === 'user') callTools.hear(item.textContent ?? '');
  });
  const agent = new CallAgent({
    assistant: { name: 'test', instructions: 'Answer.' } as never,
    tools: tools.map((tool) => callTools.create(tool)),
    shapers: [(context) => callTools.describeJobs(context)],
    habits: { obey: () => false, follow: (text: AsyncIterable<string>) => follow(text, said) } as never,
  });
  await session.start({ agent, record: false });
  closing.push(
    () => session.close().finally(() => callTools.cancel()),
    () => model.stop(),
  );
  const say = (userInput: string) => void session.generateReply({ userInput });
  return { session, model, news, said, say, callTools };
}

/** Keeps what is said, as nobody hears it here. */
async function* follow(text: AsyncIterable<string>, said: string[]) {
  let whole = '';
  for await (const piece of text) {
    whole += piece;
    yield piece;
  }
  if (whole.trim()) said.push(whole.trim());
}

function createSearch(run: Tool['run'], policy: Partial<Tool['policy']> = {}): Tool {
  return defineTool({
    name: 'search',
    description: 'Searches.',
    parameters: z.object({ query: z.string().min(1) }),
    policy: { timeoutMs: 60_000, ...policy },
    run,
  });
}

const useSearch = { tool: 'search', arguments: { query: 'tea' } };

test('a quick tool answers in the same breath', async () => {
  const { say, said, news } = await call(
    [{ user: /tea/, answers: [useSearch, 'There is green tea.'] }],
    [createSearch(() => 'green tea')],
  );
  say('Is there tea?');
  await expect.poll(() => said).toEqual(['There is green tea.']);
  expect(news.map(({ state }) => state)).toEqual(['running', 'done']);
});

test('a long one: a word within 2 s, questions are answered meanwhile, and the result is told when it is there', async () => {
  let finish: (result: string) => void = () => undefined;
  const script: Script = ({ user, results }) => {
    if (/how long/i.test(user) && !results.includes('"green tea"')) {
      if (results.some((result) => result.includes('percent'))) return 'It is half done.';
    }
    if (results.some((result) => /^green tea/.test(result))) return 'There is green tea.';
    return /how long/i.test(user) ? 'I can not tell.' : useSearch;
  };
  const { say, said, callTools } = await call(script, [
    createSearch((_, { report }) => {
      report(0.5);
      return new Promise((resolve) => (finish = resolve));
    }),
  ]);
  say('Is there tea?');
  await expect.poll(() => said, { timeout: 2000 }).toEqual([en.waiting[0]]);
  expect(callTools.isWorking).toBe(true);
  say('How long will it take?');
  await expect.poll(() => said.length, { timeout: 3000 }).toBe(2);
  finish('green tea');
  await expect.poll(() => said.at(-1), { timeout: 3000 }).toBe('There is green tea.');
  expect(callTools.isWorking).toBe(false);
  await sleep(300);
  expect(said).toHaveLength(3); // And it is told once.
});

test('what goes on for long is told now and then', async () => {
  const { say, said } = await call(
    [{ user: /tea/, answers: [useSearch] }],
    [
      createSearch(async (_, { report, signal }) => {
        await sleep(1500);
        report('Looking through the second shelf');
        await sleep(60_000, undefined, { signal });
      }),
    ],
    600,
  );
  say('Is there tea?');
  await expect
    .poll(() => said, { timeout: 6000 })
    .toEqual(expect.arrayContaining([...en.waiting, 'Looking through the second shelf']));
});

test('“never mind” ends it, and nothing comes of it later', async () => {
  let effects = 0;
  const { say, said, news, model } = await call(
    [
      { user: /never mind/i, answers: ['All right.'] },
      { user: /tea/, answers: [useSearch, 'There is tea.'] },
    ],
    [
      createSearch(
        async (_, { signal }) => {
          await sleep(2500);
          if (signal.aborted) return;
          effects++;
        },
        { sideEffects: true },
      ),
    ],
  );
  say('Order tea.');
  await expect.poll(() => said.length, { timeout: 3000 }).toBe(1);
  say('Never mind.');
  await expect.poll(() => said.at(-1)).toBe('All right.');
  expect(news.at(-1)?.state).toBe('cancelled');
  const told = model.replies.at(-1)?.body.messages.find(({ role }) => role === 'tool');
  expect(told?.content).toMatch('cancelled');
  await sleep(2500);
  expect(effects).toBe(0);
  expect(said).toHaveLength(2);
});

test.each([
  ['Yes, please.', 'running', 1],
  ['No, thanks.', 'declined', 0],
  ['What is the weather like?', 'declined', 0],
])('asked for permission, “%s” means %s', async (answer, state, runs) => {
  let ran = 0;
  const { say, said, news } = await call(
    [
      { user: /tea/, answers: [useSearch, 'It is ordered.'] },
      { user: /./, answers: ['Okay.'] },
    ],
    [createSearch(() => `done ${++ran}`, { sideEffects: true, ask: 'always' })],
  );
  say('Order tea.');
  await expect.poll(() => said).toEqual([en.mayI.replace('{tool}', 'search, query tea')]);
  expect(ran).toBe(0);
  say(answer);
  await expect.poll(() => news.map((one) => one.state)).toContain(state);
  await expect.poll(() => said).toContain('Okay.');
  await sleep(100);
  expect(ran).toBe(runs);
});

test('“Wait”, which reaches no language model, refuses what is asked; telling it twice changes nothing', async () => {
  let ran = 0;
  const { say, said, news, callTools } = await call(
    [{ user: /tea/, answers: [useSearch] }],
    [createSearch(() => `done ${++ran}`, { sideEffects: true, ask: 'always' })],
  );
  say('Order tea.');
  await expect.poll(() => said).toHaveLength(1);
  callTools.hear('Order tea.'); // By another who heard it.
  expect(callTools.question).toBe(said[0]);
  callTools.hear('Wait.');
  callTools.hear('Wait.');
  expect(callTools.question).toBeUndefined();
  await expect.poll(() => news.map(({ state }) => state)).toEqual(['asking', 'declined']);
  expect(ran).toBe(0);
});

test('a yes of before is no answer to a question that nobody has answered yet', async () => {
  let finish: (result: string) => void = () => undefined;
  const order = defineTool({
    name: 'order',
    description: 'Orders.',
    parameters: z.object({}),
    policy: { sideEffects: true, ask: 'always' },
    run: () => 'ordered',
  });
  const { say, model, callTools } = await call(
    ({ results }) => (results.includes('green tea') ? 'There is green tea.' : [useSearch, { tool: 'order' }]),
    [createSearch(() => new Promise((resolve) => (finish = resolve))), order],
  );
  say('Yes, please do that.');
  await expect
    .poll(() => callTools.question !== undefined && callTools.isWorking, { timeout: 3000 })
    .toBe(true);
  await sleep(300);
  finish('green tea');
  await expect.poll(() => readTold(model), { timeout: 3000 }).toContain('green tea');
  expect(readTold(model)).toContain('order has not run. The caller was asked');
});

test('what is over, and left out with what is old in the conversation, is not told again', async () => {
  const { say, said, callTools } = await call(
    [{ user: /tea/, answers: [useSearch] }],
    [createSearch(() => 'done', { sideEffects: true, ask: 'always' })],
  );
  say('Order tea.');
  await expect.poll(() => said).toHaveLength(1);
  say('No.');
  await expect.poll(() => callTools.question).toBeUndefined();
  const context = new llm.ChatContext();
  context.addMessage({ role: 'user', content: 'And what is the weather like?' });
  expect(callTools.describeJobs(context).items).toHaveLength(1);
});

test('each tool that runs is told to those who watch, also while the caller talks', async () => {
  const { say, news, callTools } = await call(
    [{ user: /tea/, answers: [[useSearch, { tool: 'search', arguments: { query: 'milk' } }]] }],
    [createSearch((_, { signal }) => sleep(60_000, undefined, { signal }))],
  );
  say('Is there tea, and milk?');
  await expect.poll(() => callTools.isWorking, { timeout: 3000 }).toBe(true);
  const running = () => news.filter(({ state, durationMs = 0 }) => state === 'running' && durationMs > 1000);
  await expect.poll(() => new Set(running().map(({ id }) => id)).size, { timeout: 4000 }).toBe(2);
});

test('a result of a tool that was lost meanwhile is told all the same', async () => {
  let fail: (error: Error) => void = () => undefined;
  const { say, session, said, model } = await call(
    ({ results }) => (results.some((result) => result.includes('closed')) ? 'It broke.' : useSearch),
    [createSearch(() => new Promise((_, reject) => (fail = reject)))],
  );
  say('Is there tea?');
  await expect.poll(() => said, { timeout: 3000 }).toHaveLength(1);
  await session.currentAgent.updateTools([]);
  fail(new Error('the connection was closed'));
  await expect.poll(() => said.at(-1), { timeout: 3000 }).toBe('It broke.');
  expect(readTold(model)).toBe('search failed: the connection was closed');
});
