import { setTimeout as sleep } from 'node:timers/promises';
import { voice } from '@livekit/agents';
import type { llm } from '@livekit/agents';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ScriptedLlm } from '../../../stack/scripted-llm.ts';
import type { ScriptedAnswer, ScriptedRequest } from '../../../stack/script.ts';
import { createTextSession } from '../../testing.ts';
import { loadAssistant } from '../assistant-file.ts';
import { CallContext } from './call-context.ts';
import { estimateTokens, MESSAGE_TOKENS } from './token-count.ts';

vi.setConfig({ testTimeout: 120_000 }); // Hundreds of requests, on cores that others use, too.

/** Of a call of half an hour: a turn every 15 s. */
const TURNS = 120;

const QUESTIONS = [
  'And what about breakfast, is that included in the price, or do I have to pay for it when I arrive?',
  'I see. Could you tell me how I get there from the station with a lot of luggage, please?',
  'Good. Is there a place nearby where the children can play while we wait for the room?',
];
const REPLY =
  'Yes, of course. It is served from seven until half past ten, on the terrace when the weather is fine, and children up to six eat for free.';

const assistant = loadAssistant('assistants', 'parley');
let model: ScriptedLlm;
let session: voice.AgentSession;
let context: CallContext;
let lines: string[];
/** What the server was given to read ahead, and how many replies there had been. */
let primed: { messages: string[]; replies: number }[];

beforeEach(async () => {
  model = await ScriptedLlm.start(answer);
  model.wordMs = 0;
  lines = [];
  primed = [];
  context = new CallContext({ server: model.address, log: (line) => lines.push(line), prime });
  session = createTextSession(model.address);
  context.follow(session, () => assistant.context);
  await session.start({ agent: new ShapedAgent({ instructions: assistant.instructions }) });
});
afterEach(async () => {
  await session.close();
  await model.stop();
});

async function prime(asked: llm.ChatContext): Promise<void> {
  const messages = (await asked.toProviderFormat('openai')) as object[];
  primed.push({
    messages: messages.map((message) => JSON.stringify(message)),
    replies: model.replies.length,
  });
}

/** As calls have it, without what else shapes their requests. */
class ShapedAgent extends voice.Agent {
  override llmNode(...[asked, tools, settings]: Parameters<voice.Agent['llmNode']>) {
    return super.llmNode(context.shape(asked, assistant.context), tools, settings);
  }
}

/** How long the notes take. */
let summaryMs = 0;

/** A model that knows what it is told in the request, and nothing else. */
async function answer({ body, user }: ScriptedRequest): Promise<ScriptedAnswer> {
  const told = JSON.stringify(body.messages);
  if (!body.stream) {
    await sleep(summaryMs);
    return writeNotes(user);
  }
  if (/what is my name/i.test(user))
    return /Weissenberg/.test(told) ? 'Katharina Weissenberg.' : 'I do not know.';
  if (/my number/i.test(user)) return /555 0199/.test(told) ? '555 0199.' : 'I do not know.';
  return REPLY;
}

function writeNotes(question: string): string {
  const since = question.slice(question.indexOf('Said since:'));
  const facts = [
    ...[...since.matchAll(/my name is ([A-Z]\w+ [A-Z]\w+)/g)].map(([, value]) => ({ key: 'name', value })),
    ...[...since.matchAll(/my number is ([\d ]+\d)/g)].map(([, value]) => ({ key: 'phone number', value })),
  ];
  return JSON.stringify({ summary: 'Asked about the hotel. '.repeat(15), facts });
}

async function say(userInput: string): Promise<string> {
  const handle = session.generateReply({ userInput });
  await handle.waitForPlayout();
  const said = session.history.items.at(-1);
  return said?.type === 'message' ? (said.textContent ?? '') : '';
}

const countTokens = ({ body }: ScriptedRequest) =>
  body.messages.reduce(
    (sum, { content }) => sum + MESSAGE_TOKENS + estimateTokens(JSON.stringify(content)),
    0,
  );
const countMessages = ({ body }: ScriptedRequest) => body.messages.length - 1; // But the instructions.

/** The agent is silent, and so is the caller, for long enough to sum up if that is due. */
async function waitForNotes(): Promise<void> {
  const before = lines.length;
  await sleep(10);
  for (let i = 0; i < 200 && !model.requests.at(-1)?.body.stream && lines.length === before; i++)
    await sleep(5);
}

test('half an hour: the context stays small, and what was told in the first minute is known in the last', async () => {
  await say(
    'Hello, my name is Katharina Weissenberg and my number is 555 0123, I would like to ask some questions.',
  );
  await say('Sorry, my number is 555 0199, I always mix that up.');
  for (let turn = 2; turn < TURNS; turn++) {
    await say(QUESTIONS[turn % QUESTIONS.length] as string);
    await waitForNotes();
  }
  expect(await say('Do you still know: what is my name?')).toBe('Katharina Weissenberg.');
  expect(await say('And my number?')).toBe('555 0199.');
  const sizes = model.replies.map(countTokens);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1000);
  expect(Math.max(...model.replies.map(countMessages))).toBeLessThanOrEqual(24);
  const prefixes = new Set(model.replies.map(({ body }) => body.messages[0]?.content));
  expect(prefixes.size).toBe(1);
  await context.finish(session.currentAgent.chatCtx, assistant.context, false);
  const late = sizes.slice(-60);
  console.log(
    `${sizes.length} requests, at most ${Math.max(...sizes)} tokens, ${Math.round(late.reduce((a, b) => a + b) / late.length)} on average in the second half; ${lines.filter((line) => line.includes('summed up')).length} summaries of ${model.requests.length - sizes.length} begun; ${lines.at(-1)}`,
  );
});

test('most of a request is what the one before it began with', async () => {
  for (let turn = 0; turn < 60; turn++) {
    await say(QUESTIONS[turn % QUESTIONS.length] as string);
    await waitForNotes();
  }
  const requests = model.replies.map(({ body }) => body.messages.map((message) => JSON.stringify(message)));
  const shared = requests.slice(1).map((messages, i) => {
    const before = requests[i] ?? [];
    const differs = messages.findIndex((message, at) => message !== before[at]);
    return differs === before.length; // All of it.
  });
  expect(shared.filter(Boolean).length / shared.length).toBeGreaterThan(0.6);
});

test('after new notes, the server has read what the next request begins with', async () => {
  for (let turn = 0; turn < 30; turn++) {
    await say(QUESTIONS[turn % QUESTIONS.length] as string);
    await waitForNotes();
  }
  expect(primed.length).toBeGreaterThan(2);
  for (const { messages, replies } of primed) {
    const next = model.replies[replies];
    if (next)
      expect(next.body.messages.map((message) => JSON.stringify(message)).slice(0, messages.length)).toEqual(
        messages,
      );
  }
});

test('no reply waits for a summary: one that is being made is called off', async () => {
  summaryMs = 60_000;
  for (let turn = 0; turn < 40; turn++) {
    expect(await say(`${QUESTIONS[0]} ${turn}`)).toBe(REPLY);
    await sleep(2);
  }
  const summaries = model.requests.filter(({ body }) => !body.stream);
  expect(summaries.length).toBeGreaterThan(3);
  expect(summaries.length).toBeLessThan(10); // Work that is always called off is not begun in every turn.
  expect(summaries.slice(0, -1).every(({ aborted }) => aborted)).toBe(true);
  expect(Math.max(...model.replies.map(countTokens))).toBeLessThanOrEqual(1000);
  expect(Math.max(...model.replies.map(countMessages))).toBeLessThanOrEqual(31);
  summaryMs = 0;
});

test('without notes, the oldest messages are left out, and the call goes on', async () => {
  model.script = (request) => (request.body.stream ? REPLY : 'From About Parley: a voice agent.');
  for (let turn = 0; turn < 40; turn++) {
    expect(await say(`${QUESTIONS[0]} ${turn}`)).toBe(REPLY);
    await waitForNotes();
  }
  expect(lines.filter((line) => line.includes('could not sum up'))).toHaveLength(2); // It is no language model: that is enough.
  expect(Math.max(...model.replies.map(countTokens))).toBeLessThanOrEqual(1000);
});
