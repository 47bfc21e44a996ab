import { OpenAI } from 'openai';
import { afterEach, expect, test } from 'vitest';
import type { Script } from './script.ts';
import { ScriptedLlm } from './scripted-llm.ts';

let model: ScriptedLlm | undefined;
afterEach(() => model?.stop());

async function ask(script: Script) {
  model = await ScriptedLlm.start(script);
  const { baseUrl: baseURL, apiKey } = model.address;
  const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
  return async (messages: OpenAI.ChatCompletionMessageParam[]) => {
    const stream = await client.chat.completions.create({ model: 'scripted', stream: true, messages });
    const chunks = [];
    for await (const chunk of stream) chunks.push(...chunk.choices);
    return {
      text: chunks.map(({ delta }) => delta.content ?? '').join(''),
      tools: chunks.flatMap(({ delta }) => delta.tool_calls ?? []),
      finish: chunks.at(-1)?.finish_reason,
    };
  };
}

const user = (content: string) => ({ role: 'user', content }) as const;

test('a rule uses a tool, then says what is next; asked again, the same', async () => {
  const say = await ask([
    { user: /time/, answers: [{ tool: 'clock', arguments: '{"zone":' }, 'It is noon.'] },
  ]);
  const first = await say([user('What time is it?')]);
  expect(first).toMatchObject({
    tools: [{ function: { name: 'clock', arguments: '{"zone":' } }],
    finish: 'tool_calls',
  });
  const call = { id: 'call_1', type: 'function', function: { name: 'clock', arguments: '{}' } } as const;
  const used: OpenAI.ChatCompletionMessageParam[] = [
    user('What time is it?'),
    { role: 'assistant', tool_calls: [call] },
    { role: 'tool', tool_call_id: 'call_1', content: '12:00' },
  ];
  expect((await say(used)).text).toBe('It is noon.');
  expect((await say(used)).text).toBe('It is noon.');
  expect((await say([...used, user('Thanks')])).text).toBe('All right.');
  expect(model?.replies.map(({ turn, step, results }) => ({ turn, step, results }))).toEqual([
    { turn: 1, step: 0, results: [] },
    { turn: 1, step: 1, results: ['12:00'] },
    { turn: 1, step: 1, results: ['12:00'] },
    { turn: 2, step: 0, results: [] },
  ]);
});

test('faults are those of servers that fail', async () => {
  const say = await ask(({ user: said }) => {
    if (said === 'refuse') return { status: 503 };
    return ['Well', { end: said as 'cut' | 'reset' | 'length' }];
  });
  await expect(say([user('refuse')])).rejects.toThrow('503');
  await expect(say([user('reset')])).rejects.toThrow();
  expect(await say([user('cut')])).toMatchObject({ text: 'Well', finish: null });
  expect(await say([user('length')])).toMatchObject({ text: 'Well', finish: 'length' });
});
