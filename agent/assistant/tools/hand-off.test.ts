import { llm } from '@livekit/agents';
import type { voice } from '@livekit/agents';
import { afterEach, expect, test, vi } from 'vitest';
import type { Script } from '../../../stack/script.ts';
import { ScriptedLlm } from '../../../stack/scripted-llm.ts';
import { createTextSession } from '../../testing.ts';
import { CallAgent } from '../call-agent.ts';
import { assistantSchema } from '../assistant-schema.ts';
import { en } from '../sentences/en.ts';
import { CallTools } from './call-tools.ts';
import { createHandOffTools } from './hand-off.ts';

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
    shapers: [],
    isSpeculative: () => false,
    habits: { obey: () => false, follow: (text: AsyncIterable<string>) => text } as never,
  };
  const handOver = (): Promise<llm.AgentHandoff> => {
    if (!isThere) return Promise.reject(new llm.ToolError("cafe can't take the call now."));
    const onEnter = () => void session.say('This is the café.');
    const next: CallAgent = new CallAgent({ ...common, assistant: cafe, previous: first, onEnter });
    return Promise.resolve(llm.handoff({ agent: next }));
  };
  const handOffs = createHandOffTools(desk, handOver).map((tool) => tools.create(tool));
  const first: CallAgent = new CallAgent({ ...common, assistant: desk, tools: handOffs });
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
