import { voice } from '@livekit/agents';
import type { TextStreamInfo } from '@livekit/rtc-node';
import { afterEach, expect, test } from 'vitest';
import { TurnMeter } from './telemetry/turn-meter.ts';
import { createTextSession, serveScript } from './testing.ts';
import type { ScriptedAnswer } from './testing.ts';
import { PreparedReply } from './turn/prepared-reply.ts';
import { createTypedTextHandler } from './typed-text.ts';

const LONG_ANSWER = Array.from({ length: 400 }, (_, index) => `word${index} `);

let stop: () => Promise<void> = () => Promise.resolve();

afterEach(() => stop());

/** A session that is typed to, and what it remembers of its answers. */
async function startTyping(answers: Record<string, ScriptedAnswer>) {
  const model = await serveScript((messages) => answers[messages.at(-1)?.content ?? ''] ?? ['Yes.']);
  const session = createTextSession(model.address);
  const told: { heard: string | undefined; interrupted: boolean }[] = [];
  session.on(voice.AgentSessionEventTypes.ConversationItemAdded, ({ item }) => {
    if (item.type === 'message' && item.role === 'assistant')
      told.push({ heard: item.textContent, interrupted: item.interrupted });
  });
  await session.start({ agent: new voice.Agent({ instructions: 'Answer.' }), record: false });
  stop = async () => {
    await session.close();
    model.close();
  };
  const confirmed: string[] = [];
  const publishData = (payload: Uint8Array) => {
    confirmed.push(new TextDecoder().decode(payload));
    return Promise.resolve();
  };
  const parts = {
    meter: new TurnMeter(() => undefined),
    prepared: new PreparedReply(),
    speech: { stop: () => undefined },
  };
  const handle = createTypedTextHandler(parts, () => ({ publishData }));
  const type = (text: string, id?: string) =>
    handle(session, { text, info: { attributes: id ? { 'parley.message': id } : {} } as TextStreamInfo });
  return { type, told, requests: model.requests, confirmed };
}

test('what is typed is answered, and remembered', async () => {
  const { type, told, requests } = await startTyping({ 'Are you there?': ['Yes, ', 'I am.'] });
  await type('  Are you there?\n');
  await expect.poll(() => told).toEqual([{ heard: 'Yes, I am.', interrupted: false }]);
  await type('Good.');
  await expect.poll(() => told.length).toBe(2);
  expect(requests[1]?.map(({ role, content }) => [role, content])).toEqual([
    ['system', 'Answer.'],
    ['user', 'Are you there?'],
    ['assistant', 'Yes, I am.'],
    ['user', 'Good.'],
  ]);
});

test('typing ends the answer before it, and the conversation remembers only what was heard of it', async () => {
  const { type, told, requests } = await startTyping({ 'Tell me a story.': LONG_ANSWER });
  await type('Tell me a story.');
  await expect.poll(() => requests.length).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await type('Stop.');
  await expect.poll(() => told.length).toBe(2);
  const [first, second] = told;
  expect(second).toEqual({ heard: 'Yes.', interrupted: false });
  expect(first?.interrupted).toBe(true);
  expect(first?.heard).toMatch(/^word0 word1 /);
  expect(first?.heard).not.toContain('word399');
  expect(requests[1]?.slice(1).map(({ content }) => content)).toEqual([
    'Tell me a story.',
    first?.heard,
    'Stop.',
  ]);
});

test('of two messages at once none is forgotten', async () => {
  const { type, told, requests } = await startTyping({});
  await Promise.all([type('One.'), type('Two.')]);
  await expect
    .poll(() => requests.at(-1)?.map(({ content }) => content))
    .toEqual(expect.arrayContaining(['One.', 'Two.']));
  await expect.poll(() => told.at(-1)).toMatchObject({ heard: 'Yes.' });
});

test('a message that is sent again is confirmed again, and answered once', async () => {
  const { type, told, requests, confirmed } = await startTyping({});
  await Promise.all([type('Hello?', 'a'), type('Hello?', 'a')]);
  await expect.poll(() => told.length).toBe(1);
  await type('Hello?', 'b');
  await expect.poll(() => told.length).toBe(2);
  expect(requests.at(-1)?.filter(({ content }) => content === 'Hello?')).toHaveLength(2);
  expect(confirmed).toEqual(['a', 'a', 'b'].map((id) => JSON.stringify({ version: 1, id })));
});

test('nothing is no message, and a very long one is cut', async () => {
  const { type, told, requests } = await startTyping({});
  await type(' \n');
  await type('x'.repeat(100_000));
  await expect.poll(() => told.length).toBe(1);
  expect(requests).toHaveLength(1);
  expect(requests[0]?.at(-1)?.content).toHaveLength(4000);
});
