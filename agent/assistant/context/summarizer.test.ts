import { llm } from '@livekit/agents';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ScriptedLlm } from '../../../stack/scripted-llm.ts';
import type { ScriptedAnswer, ScriptedRequest } from '../../../stack/script.ts';
import { describeKeys } from '../../dtmf.ts';
import { CallNotes } from './call-notes.ts';
import { NoDigestError, readDigest, Summarizer } from './summarizer.ts';

const DIGEST = { summary: 'Wants a table.', facts: [{ key: 'name', value: 'Ana' }] };
let model: ScriptedLlm;
let answer: (request: ScriptedRequest) => ScriptedAnswer;

beforeEach(async () => {
  answer = () => JSON.stringify(DIGEST);
  model = await ScriptedLlm.start((request) => answer(request));
});
afterEach(() => model.stop());

const items = [
  llm.ChatMessage.create({ role: 'user', content: 'I am Ana,\na table please' }),
  llm.FunctionCall.create({ callId: '1', name: 'find_table', args: '{"people":2}' }),
  llm.FunctionCallOutput.create({ callId: '1', name: 'find_table', output: 'free at 7', isError: false }),
  llm.ChatMessage.create({ role: 'assistant', content: 'Seven is', interrupted: true }),
];
const summarize = (signal = new AbortController().signal) => {
  const notes = new CallNotes();
  notes.add({ summary: 'Called before.', facts: [{ key: 'city', value: 'Rome' }] });
  return new Summarizer(model.address).summarize(notes, items, signal);
};

test('is told the notes so far and what was said since, and asks for JSON', async () => {
  expect(await summarize()).toEqual(DIGEST);
  const [request] = model.requests;
  expect(request?.user).toBe(
    `Summary so far: Called before.\nFacts so far: city: Rome\n\nSaid since:
caller: I am Ana, a table please
assistant used find_table {"people":2}
find_table answered: free at 7
assistant: Seven is … (interrupted)`,
  );
  expect(request?.body).toMatchObject({ response_format: { type: 'json_schema' }, temperature: 0 });
});

test('a server that knows no schemas is asked without one', async () => {
  answer = ({ body }) => (body.response_format ? { status: 400 } : JSON.stringify(DIGEST));
  expect(await summarize()).toEqual(DIGEST);
});

test.each([
  ['offline answers', 'From About Parley: Parley is a voice agent.'],
  ['no facts', '{"summary": "x"}'],
  ['another shape', '{"summary": "x", "facts": {"name": "Ana"}}'],
  ['an unknown field', '{"summary": "x", "facts": [], "call_tool": "transfer"}'],
  ['an object for a value', '{"summary": "x", "facts": [{"key": "name", "value": {"first": "Ana"}}]}'],
  ['cut off', '{"summary": "x", "facts": [{"key": "na'],
  ['nothing', ''],
])('is no digest: %s', async (_, text) => {
  answer = () => text;
  await expect(summarize()).rejects.toThrow(NoDigestError);
});

test('values are text: numbers are written, and null is nothing', () => {
  const facts = [
    { key: 'people', value: 2 },
    { key: 'phone', value: null },
  ];
  expect(readDigest(JSON.stringify({ summary: 'x', facts })).facts).toEqual([
    { key: 'people', value: '2' },
    { key: 'phone', value: '' },
  ]);
});

test('what was keyed in is not summed up, nor what repeats it', async () => {
  const summarizer = new Summarizer(model.address);
  const sumUp = (said: llm.ChatItem[]) =>
    summarizer.summarize(new CallNotes(), said, new AbortController().signal);
  await sumUp([
    llm.ChatMessage.create({ role: 'user', content: describeKeys('4711') }),
    llm.FunctionCall.create({ callId: '1', name: 'check', args: '{"pin":"4711"}' }),
    llm.ChatMessage.create({ role: 'user', content: describeKeys('2') }),
    llm.ChatMessage.create({ role: 'assistant', content: 'Table 2 it is.' }),
  ]);
  await sumUp([llm.ChatMessage.create({ role: 'assistant', content: 'You said 4 7 1 1?' })]);
  expect(model.requests.map(({ user }) => user.split('Said since:\n')[1])).toEqual([
    'assistant used check {"pin":"…"}\nassistant: Table 2 it is.',
    'assistant: You said …?',
  ]);
});

test('what stands around the JSON is passed over', () => {
  const json = JSON.stringify(DIGEST);
  expect(readDigest(`<think>{"a": 1}</think>\nHere you are:\n\`\`\`json\n${json}\n\`\`\``)).toEqual(DIGEST);
});

test('a server that is down, and a request that is called off, throw what happened', async () => {
  answer = () => ({ status: 500 });
  await expect(summarize()).rejects.not.toThrow(NoDigestError);
  await expect(summarize(AbortSignal.abort())).rejects.toThrow(/abort/i);
});
