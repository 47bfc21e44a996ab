import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { describeCapabilities, examineModel } from './capabilities.ts';

// Scripted servers: what is tested is what the many kinds of them answer.
let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Answer = object | number;

/** A server that answers these paths, and to chats what `chat` says of the words and the tools. */
async function serve(chat: (hasTools: boolean) => Answer[], get: Record<string, Answer> = {}) {
  server = createServer((request, response) => {
    const send = (answer: Answer | undefined) => {
      const isStatus = typeof answer === 'number' || answer === undefined;
      response.writeHead(isStatus ? (answer ?? 404) : 200, { 'content-type': 'application/json' });
      response.end(isStatus ? '{"error": {"message": "scripted"}}' : JSON.stringify(answer));
    };
    if (request.method === 'GET') {
      send(get[request.url ?? '']);
      return;
    }
    let text = '';
    request.on('data', (data) => (text += String(data)));
    request.on('end', () => {
      const { stream, tools } = JSON.parse(text) as { stream?: boolean; tools?: unknown };
      const answers = chat(tools !== undefined);
      if (!stream || typeof answers[0] === 'number') {
        send(answers[0]);
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const answer of answers) response.write(`data: ${JSON.stringify(answer)}\n\n`);
      response.end('data: [DONE]\n\n');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return examineModel({ baseUrl: `http://127.0.0.1:${port}/v1`, apiKey: 'key', model: 'small' });
}

const say = (content: string) => ({ choices: [{ delta: { content } }] });
const stop = { choices: [{ delta: {}, finish_reason: 'stop' }] };
const whole = (message: object) => ({ choices: [{ message, finish_reason: 'stop' }] });
const call = { tool_calls: [{ id: 'a', function: { name: 'get_time', arguments: '{}' } }] };
const words = [say('Yes'), say('.'), stop];

describe('tools', () => {
  test.each([
    ['are used', whole(call), 'yes'],
    [
      'are written',
      whole({ content: '<tool_call>{"name": "get_time", "arguments": {}}</tool_call>' }),
      'as text',
    ],
    ['are not used', whole({ content: 'It is late.' }), 'unproven'],
    ['are refused', 400, 'no'],
  ])('%s', async (_, answer, expected) => {
    expect((await serve((hasTools) => (hasTools ? [answer] : words))).tools).toBe(expected);
  });
});

describe('thinking', () => {
  test.each([
    ['none', words, 'none'],
    ['in a field', [{ choices: [{ delta: { reasoning_content: 'Hm' } }] }, ...words], 'marked'],
    ['in tags', [say('<thi'), say('nk>Hm'), say('</think>'), ...words], 'marked'],
    ['in tags of another kind', [say('◁think▷'), say('Hm'), say('◁/think▷'), ...words], 'marked'],
    ['without the first tag', [say('Hm, '), say('</think>'), ...words], 'unmarked'],
  ])('%s', async (_, answers, expected) => {
    expect((await serve((hasTools) => (hasTools ? [400] : answers))).thinking).toBe(expected);
  });
});

test('an answer without end is not taken for one without thought', async () => {
  const found = await serve((hasTools) =>
    hasTools ? [400] : Array.from({ length: 450 }, () => say('Hm, ')),
  );
  expect(found.thinking).toBe('unclear');
});

test('one event with all of the answer is no stream, whatever is sent after it', async () => {
  const whole = { choices: [{ delta: { content: 'One, two.' }, finish_reason: 'stop' }] };
  const found = await serve((hasTools) => (hasTools ? [400] : [whole]));
  expect(found.streams).toBe(false);
});

describe('context length', () => {
  test.each<[string, Record<string, Answer>, number | undefined]>([
    ['nowhere', {}, undefined],
    ['vLLM, SGLang', { '/v1/models': { data: [{ id: 'small', max_model_len: 8192 }] } }, 8192],
    [
      'llama.cpp',
      {
        '/v1/models': { data: [{ id: 'small' }] },
        '/props': { default_generation_settings: { n_ctx: 4096 } },
      },
      4096,
    ],
    [
      'LM Studio',
      {
        '/api/v0/models': { data: [{ id: 'small', loaded_context_length: 2048, max_context_length: 9999 }] },
      },
      2048,
    ],
    ['Ollama', { '/api/ps': { models: [{ name: 'small', context_length: 4096 }] } }, 4096],
  ])('%s', async (_, get, expected) => {
    expect((await serve((hasTools) => (hasTools ? [400] : words), get)).contextTokens).toBe(expected);
  });
});

test('a model that is not there: the error says which are', async () => {
  const list = { '/v1/models': { data: [{ id: 'tiny' }, { id: 'large' }] } };
  await expect(serve(() => [404], list)).rejects.toThrow('there is no model "small"; it has: tiny, large');
});

test('what was found is told in one line', async () => {
  const list = { '/v1/models': { data: [{ id: 'small', max_model_len: 8192 }] } };
  const line = describeCapabilities(await serve((hasTools) => (hasTools ? [whole(call)] : words), list));
  expect(line).toMatch(
    /^streams, tools, 8192 tokens of context, no thinking seen, first token after \d+ ms$/,
  );
});
