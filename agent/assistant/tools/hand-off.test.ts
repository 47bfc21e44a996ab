import { llm } from '@livekit/agents';
import type { voice } from '@livekit/agents';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { Script } from '../../../stack/script.ts';
import { ScriptedLlm } from '../../../stack/scripted-llm.ts';
import { createTextSession } from '../../testing.ts';
import { CallAgent } from '../call-agent.ts';
import { assistantSchema } from '../assistant-schema.ts';
import { en } from '../sentences/en.ts';
import { CallTools } from './call-tools.ts';
import { createHandOffTools } from './hand-off.ts';
import { defineTool } from './tool.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Two assistants in a session of text: the first hands the call to the second, unless that can't take it. */
async function openSession(script: Script, isThere = true) {
  const model = await ScriptedLlm.start(script);
  const session = createTextSession(model.address);
  const tools = new CallTools({
    session,
    speaker: { language: 'en', sentences: en },
    whenCommitted: () => Promise.resolve(),
    maxCallsPerTurn: () => 5,
    maxResultCharacters: () => 500,
    report: () => undefined,
  });
  const desk = {
    ...assistantSchema.parse({ instructions: 'You are the desk.', handOffs: { cafe: 'cake is wanted' } }),
    name: 'desk',
  };
  const cafe = { ...assistantSchema.parse({ instructions: 'You sell cake.' }), name: 'cafe' };
  const common = {
    shapers: [(context: llm.ChatContext) => tools.describeJobs(context)],
    habits: { obey: () => false, follow: (text: AsyncIterable<string>) => text } as never,
  };
  const handOver = (): Promise<llm.AgentHandoff> => {
    if (!isThere) return Promise.reject(new llm.ToolError("cafe can't take the call now."));
    const onEnter = () => void session.say('This is the café.');
    const next: CallAgent = new CallAgent({ ...common, assistant: cafe, previous: first, onEnter });
    return Promise.resolve(llm.handoff({ agent: next }));
  };
  const look = defineTool({
    name: 'look',
    description: 'Looks around.',
    parameters: z.object({ ms: z.number() }),
    run: ({ ms }) => sleep(ms, 'There are three tables.'),
  });
  const own = [...createHandOffTools(desk, handOver), look].map((tool) => tools.create(tool));
  const first: CallAgent = new CallAgent({ ...common, assistant: desk, tools: own });
  await session.start({ agent: first, record: false });
  closing.push(
    () => session.close(),
    () => model.stop(),
  );
  return { session, model };
}

const readMessages = (session: voice.AgentSession) =>
  session.history.items.flatMap((item) => (item.type === 'message' ? [item.textContent] : []));

test('the next assistant introduces itself, knows what was said, and has its own instructions and tools', async () => {
  const { session, model } = await openSession([
    { user: /cake/i, answers: [['One moment.', { tool: 'hand_off_to_cafe' }]] },
    { user: /open/, answers: ['At eight.'] },
  ]);
  session.generateReply({ userInput: 'Cake, please.' });
  await vi.waitFor(() => expect(readMessages(session)).toContain('This is the café.'), { timeout: 5000 });
  expect(session.currentAgent.id).toBe('cafe');
  session.generateReply({ userInput: 'When do you open?' });
  await vi.waitFor(() => expect(readMessages(session)).toContain('At eight.'), { timeout: 5000 });

  const { messages, tools } = model.replies.at(-1)?.body ?? { messages: [] };
  expect(tools).toBeUndefined();
  expect(messages.map(({ role, content }) => [role, content])).toEqual([
    ['system', 'You sell cake.'],
    ['user', 'Cake, please.'],
    ['assistant', 'One moment.'],
    ['assistant', 'This is the café.'],
    ['user', 'When do you open?'],
  ]);
});

test('an assistant that cannot take the call leaves it where it is, and the model is told', async () => {
  const { session, model } = await openSession(
    [{ user: /cake/i, answers: [{ tool: 'hand_off_to_cafe' }, 'The café is closed.'] }],
    false,
  );
  session.generateReply({ userInput: 'Cake, please.' });
  await vi.waitFor(() => expect(readMessages(session)).toContain('The café is closed.'), { timeout: 5000 });
  expect(session.currentAgent.id).toBe('desk');
  expect(model.replies.at(-1)?.results.join()).toContain("can't take the call");
});

test('a tool beside it that ends later does not stop a hand-off', async () => {
  const { session } = await openSession([
    {
      user: /cake/i,
      answers: [
        [{ tool: 'hand_off_to_cafe' }, { tool: 'look', arguments: { ms: 300 } }],
        'There is a table.',
      ],
    },
  ]);
  session.generateReply({ userInput: 'Cake, please.' });
  await vi.waitFor(() => expect(readMessages(session)).toContain('This is the café.'), { timeout: 3000 });
  expect(readMessages(session)).toEqual(['Cake, please.', 'There is a table.', 'This is the café.']);
});

test('what the first began is told by the second, which has no such tool', async () => {
  const { session, model } = await openSession(({ user, results }) => {
    if (results.some((result) => result.includes('three tables'))) return 'I hear there are three tables.';
    if (/thanks/i.test(user)) return 'You are welcome.';
    return [{ tool: 'look', arguments: { ms: 2000 } }, { tool: 'hand_off_to_cafe' }];
  });
  session.generateReply({ userInput: 'Cake, please.' });
  await vi.waitFor(() => expect(session.currentAgent.id).toBe('cafe'), { timeout: 2000 });
  await vi.waitFor(() => expect(readMessages(session)).toContain('I hear there are three tables.'), {
    timeout: 4000,
  });
  session.generateReply({ userInput: 'Thanks.' }); // And it is known from now on.
  await vi.waitFor(() => expect(model.replies.at(-1)?.user).toBe('Thanks.'), { timeout: 2000 });
  expect(JSON.stringify(model.replies.at(-1)?.body.messages)).toContain('three tables');
});

test('results that are ready with a hand-off are told before it', async () => {
  const { session } = await openSession([
    {
      user: /cake/i,
      answers: [
        [{ tool: 'look', arguments: { ms: 900 } }, { tool: 'hand_off_to_cafe' }, { waitMs: 1500 }, 'Hm.'],
        'There are three tables.',
      ],
    },
  ]);
  session.generateReply({ userInput: 'Cake, please.' });
  await vi.waitFor(() => expect(readMessages(session)).toContain('This is the café.'), { timeout: 5000 });
  await sleep(300);
  expect(readMessages(session)).toContain('There are three tables.');
});

test('two that can not be told apart by name break no call', () => {
  const handOffs = { 'tea-room': 'tea', tea_room: 'milk', ['x'.repeat(64)]: 'cake' };
  const assistant = { ...assistantSchema.parse({ handOffs }), name: 'desk' };
  const tools = createHandOffTools(assistant, () => Promise.reject(new Error()));
  expect(tools.map(({ name }) => name)).toEqual(['hand_off_to_tea_room']);
});
