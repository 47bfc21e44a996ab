import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { estimateTokens, TokenCounter } from './token-count.ts';

const signal = new AbortController().signal;
let close = () => {};
afterEach(() => close());

/** A model server whose tokenizer finds a token per letter; each kind answers as its documentation says. */
async function serve(answer: (body: Record<string, unknown>) => object | undefined) {
  const requests: { url: string | undefined; body: Record<string, unknown> }[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      let text = '';
      for await (const chunk of request) text += String(chunk);
      const body = JSON.parse(text) as Record<string, unknown>;
      requests.push({ url: request.url, body });
      const answered = answer(body);
      response.writeHead(answered ? 200 : 404).end(JSON.stringify(answered ?? { detail: 'Not Found' }));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  close = () => server.close();
  const { port } = server.address() as AddressInfo;
  const counter = new TokenCounter({ baseUrl: `http://127.0.0.1:${port}/v1`, apiKey: 'k', model: 'm' });
  return { counter, requests };
}

const letters = (text: unknown) => Array.from(String(text));

test.each([
  [
    'vLLM and SGLang',
    ({ prompt }: Record<string, unknown>) => ({ count: letters(prompt).length, tokens: [] }),
  ],
  ['llama.cpp', ({ content }: Record<string, unknown>) => ({ tokens: letters(content) })],
])('counts as the tokenizer of %s does, once it was asked', async (_, answer) => {
  const { counter, requests } = await serve(answer);
  expect(counter.source).toBe('estimate');
  const estimated = counter.count('tokenizers');
  await counter.learn(['tokenizers', 'count'], signal);
  await counter.learn(['tokenizers'], signal);
  expect([estimated, counter.count('tokenizers')]).toEqual([2, 10]);
  expect(counter.source).toBe('server');
  expect(requests.map(({ url }) => url)).toEqual(['/tokenize', '/tokenize']);
});

test('a server without a tokenizer is asked once', async () => {
  const { counter, requests } = await serve(() => undefined);
  await counter.learn(['one', 'two'], signal);
  await counter.learn(['three'], signal);
  expect(requests).toHaveLength(1);
  expect(counter.source).toBe('estimate');
});

test.each([
  ['', 0],
  ['We open at eight on Sundays, and close at six.', 12],
  ['My number is 555 0123.', 11],
  ['我们星期天八点开门', 9],
])('estimates %j', (text, tokens) => {
  expect(estimateTokens(text)).toBe(tokens);
});
