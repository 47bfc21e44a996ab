import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { initializeLogger, llm } from '@livekit/agents';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ScriptedLlm } from '../../stack/scripted-llm.ts';
import type { ScriptedAnswer } from '../../stack/script.ts';
import { readFlaw } from '../call-flaw.ts';
import { LanguageModel } from './language-model.ts';
import type { LanguageModelOptions } from './language-model.ts';

const LIMITS = { firstTokenMs: 900, idleMs: 300 };
/** What a busy machine may add. */
const SLACK_MS = 1500;

let server: ScriptedLlm;

beforeAll(() => {
  initializeLogger({ pretty: false, level: 'silent' });
});

beforeEach(async () => {
  server = await ScriptedLlm.start();
});

afterEach(async () => {
  await server.stop();
});

const weather = llm.tool({
  name: 'weather',
  description: 'Tells the weather.',
  parameters: z.object({ city: z.string() }),
  execute: () => Promise.resolve('sunny'),
});

/** One reply: what was said, called and reported. */
async function ask(answers: ScriptedAnswer[], options: Partial<LanguageModelOptions> = {}) {
  let asked = 0;
  server.script = () => answers[Math.min(asked++, answers.length - 1)];
  const model = new LanguageModel({ ...server.address, ...LIMITS, ...options });
  const errors: string[] = [];
  model.on('error', ({ error, recoverable }) => {
    expect(recoverable).toBe(false);
    errors.push(error.message);
  });
  const context = llm.ChatContext.empty();
  context.addMessage({ role: 'user', content: 'Hello' });
  const startedMs = performance.now();
  const pieces: string[] = [];
  const calls: llm.FunctionCall[] = [];
  const stream = model.chat({ chatCtx: context, toolCtx: [weather] });
  for await (const { delta } of stream) {
    if (delta?.content) pieces.push(delta.content);
    calls.push(...(delta?.toolCalls ?? []));
  }
  await new Promise((resolve) => setTimeout(resolve, 20)); // The error is told as the stream ends.
  return { said: pieces.join(''), calls, errors, asked, tookMs: performance.now() - startedMs };
}

const event = (delta: object, finish: string | null = null) => ({
  data: JSON.stringify({ id: 'x', choices: [{ index: 0, delta, finish_reason: finish }] }),
});

describe('is asked once more, quietly, while nothing was said', () => {
  test.each<[string, ScriptedAnswer]>([
    ['500', { status: 500 }],
    ['503 with a page', { status: 503, body: '<html>busy</html>' }],
    ['a reset before the first token', { end: 'reset' }],
    ['an end before the first token', { end: 'cut' }],
    ['an empty answer', []],
    ['nothing but thought', [event({ reasoning_content: 'Hm.' }), event({ content: '<think>Hm.</think>' })]],
    ['nothing that can be read', [{ data: '{"choices": [{' }, { end: 'cut' }]],
    ['an error in place of an answer', [{ data: '{"error": {"message": "out of memory"}}' }]],
  ])('%s', async (_, fault) => {
    const { said, errors, asked } = await ask([fault, 'We open at nine.']);
    expect({ said, errors, asked }).toEqual({ said: 'We open at nine.', errors: [], asked: 2 });
  });

  test('and not a third time', async () => {
    const { errors, asked } = await ask([{ status: 500 }]);
    expect(errors).toEqual(['HTTP 500: scripted 500']);
    expect(asked).toBe(2);
  });

  test.each([
    ['OpenAI', '{"error": {"message": "no such model"}}'],
    ['SGLang', '{"object": "error", "message": "no such model", "code": 400}'],
    ['FastAPI', '{"detail": "no such model"}'],
    ["FastAPI's checks", '{"detail": [{"loc": ["body"], "msg": "no such model", "input": "Hello"}]}'],
  ])('but not for what is wrong with the request, as %s says it', async (_, body) => {
    const { errors, asked } = await ask([{ status: 400, body }]);
    expect(errors).toEqual(['HTTP 400: no such model']);
    expect(asked).toBe(1);
  });
});

describe('is given up in time', () => {
  test('without headers', async () => {
    const { errors, asked, tookMs } = await ask([[{ waitMs: 5000 }, 'Late.']]);
    expect(errors).toEqual(['no token within 900 ms']);
    expect(asked).toBe(1);
    expect(tookMs).toBeLessThan(LIMITS.firstTokenMs + SLACK_MS);
  });

  test('with keep-alives, and pieces without words, in place of tokens', async () => {
    const noWord = event({ role: 'assistant', content: '' });
    const { errors, tookMs } = await ask([
      Array.from({ length: 30 }, () => [noWord, { waitMs: 100 }]).flat(),
    ]);
    expect(errors).toEqual(['no token within 900 ms']);
    expect(tookMs).toBeLessThan(LIMITS.firstTokenMs + SLACK_MS);
  });

  test('with comments in place of events', async () => {
    const silent = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const timer = setInterval(() => response.write(': ping\n\n'), 50);
      response.on('close', () => clearInterval(timer));
    }).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const { errors } = await ask([], { baseUrl: `http://127.0.0.1:${port}/v1` });
    silent.close();
    expect(errors).toEqual(['no token within 900 ms']);
  });

  test('thought is a sign of life', async () => {
    const thought = Array.from({ length: 12 }, () => [event({ reasoning: 'Hm.' }), { waitMs: 100 }]).flat();
    const { said, errors } = await ask([[...thought, 'Nine.']]);
    expect({ said, errors }).toEqual({ said: 'Nine.', errors: [] });
  });

  test("and so is Mistral's", async () => {
    const thinking = [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] }];
    const thought = Array.from({ length: 12 }, () => [event({ content: thinking }), { waitMs: 100 }]).flat();
    const { said, errors } = await ask([[...thought, event({ content: [{ type: 'text', text: 'Nine.' }] })]]);
    expect({ said, errors }).toEqual({ said: 'Nine.', errors: [] });
  });

  test('by nobody who answers', async () => {
    const { errors, tookMs } = await ask([], { baseUrl: 'http://127.0.0.1:1/v1' });
    expect(errors).toHaveLength(1);
    expect(tookMs).toBeLessThan(LIMITS.firstTokenMs + SLACK_MS);
  });
});

describe('an answer that breaks off is never begun again', () => {
  test.each(['stall', 'reset', 'cut'] as const)('%s behind a sentence: it was all', async (end) => {
    const { said, errors, asked } = await ask([['We open at nine. ', { end }]]);
    expect({ said: said.trim(), errors, asked }).toEqual({ said: 'We open at nine.', errors: [], asked: 1 });
  });

  test.each(['stall', 'reset', 'cut'] as const)(
    '%s inside of a sentence: what was said, and the error',
    async (end) => {
      const { said, errors, asked } = await ask([['We open at ', { end }]]);
      expect({ said: said.trim(), asked }).toEqual({ said: 'We open at', asked: 1 });
      expect(errors).toHaveLength(1);
    },
  );

  test('events that are no JSON are left out', async () => {
    const { said, errors } = await ask([
      ['We open ', { data: '{"choices": [{"delta"' }, { data: 'null' }, 'at nine.'],
    ]);
    expect({ said, errors }).toEqual({ said: 'We open at nine.', errors: [] });
  });

  test('an error in the middle', async () => {
    const { said, errors } = await ask([['We open ', { data: '{"error": "out of memory"}' }, 'never.']]);
    expect(said).toBe('We open ');
    expect(errors).toEqual(['out of memory']);
  });

  test.each(['stall', 'reset'] as const)(
    '%s behind the finish reason: it was all, and so are its tool calls',
    async (end) => {
      const words = await ask([['We open at', event({}, 'stop'), { waitMs: 100 }, { end }]]);
      expect(words).toMatchObject({ said: 'We open at', errors: [], asked: 1 });
      const { calls, errors } = await ask([
        [
          { tool: 'weather', arguments: '{"city": "Bonn"}' },
          event({}, 'tool_calls'),
          { waitMs: 100 },
          { end },
        ],
      ]);
      expect(errors).toEqual([]);
      expect(calls.map((call) => [call.args, readFlaw(call)])).toEqual([['{"city":"Bonn"}', undefined]]);
    },
  );

  test('a tool call that is cut off is marked', async () => {
    const { calls, errors } = await ask([[{ tool: 'weather', arguments: '{"city": "Bo' }, { end: 'cut' }]]);
    expect(errors).toEqual([]);
    expect(calls.map((call) => readFlaw(call)?.kind)).toEqual(['broken']);
  });
});

test('what is thought is not said, and no reply later either begins with it', async () => {
  const thinks = ['They ask about hours. </think> ', 'At nine.'];
  const model = new LanguageModel({ ...server.address, ...LIMITS });
  server.script = () => thinks;
  const replies: string[] = [];
  for (let turn = 0; turn < 2; turn++) {
    const context = llm.ChatContext.empty();
    context.addMessage({ role: 'user', content: 'Hello' });
    replies.push((await model.chat({ chatCtx: context }).collect()).text);
  }
  expect(replies[1]).toBe('At nine.');
});

describe('the request', () => {
  test('has a temperature of 0, template arguments, and lacks what is set to null', async () => {
    const extraBody = {
      temperature: 0,
      chat_template_kwargs: { enable_thinking: false },
      stream_options: null,
    };
    await ask(['Yes.'], { extraBody });
    const { body } = server.requests[0] ?? {};
    expect(body).toMatchObject({
      temperature: 0,
      chat_template_kwargs: { enable_thinking: false },
      stream: true,
    });
    expect(body).not.toHaveProperty('stream_options');
  });

  test('begins as the one that primes the cache, tools included', async () => {
    const model = new LanguageModel(server.address);
    await model.primePrefix('Be brief.', 'Hello.', { tools: [weather] });
    await ask(['Yes.']);
    const [primed, real] = server.requests.map(({ body }) => body['tools']);
    expect(primed).toMatchObject([{ type: 'function', function: { name: 'weather' } }]);
    expect(primed).toEqual(real);
  });

  test('a server that does not stream is understood', async () => {
    const whole = createServer((_, response) => {
      const choices = [{ message: { role: 'assistant', content: 'At nine.' }, finish_reason: 'stop' }];
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ choices }));
    }).listen(0, '127.0.0.1');
    await once(whole, 'listening');
    const { port } = whole.address() as AddressInfo;
    const { said, errors } = await ask([], { baseUrl: `http://127.0.0.1:${port}/v1` });
    whole.close();
    expect({ said, errors }).toEqual({ said: 'At nine.', errors: [] });
  });
});
