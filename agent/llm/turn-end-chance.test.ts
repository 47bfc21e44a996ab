import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { LONGEST_OPINION_MS, readTurnEndChance, TurnEndChance, writeAsInCall } from './turn-end-chance.ts';

const line = { token: '\n', logprob: Math.log(0.5) };
const blank = { token: '\n\n', logprob: Math.log(0.25) };
const word = { token: ' for', logprob: Math.log(0.2) };
const asLlamaCpp = (tokens: object[]) => ({
  choices: [{ logprobs: { content: [{ top_logprobs: tokens }] } }],
});
const asVllm = (map: Record<string, number>) => ({ choices: [{ logprobs: { top_logprobs: [map] } }] });

describe('the chance is what all tokens have that end a line', () => {
  test.each([
    ['llama.cpp', asLlamaCpp([line, blank, word]), 0.75],
    ['SGLang, vLLM', asVllm({ '\n': Math.log(0.5), '<|eot_id|>': Math.log(0.25), ' for': -1 }), 0.75],
    ['the end of the text, without a name', asVllm({ '': 0 }), 1],
    ['no end among the likeliest', asLlamaCpp([word]), 0],
    ['rounding', asVllm({ '\n': 0, '\n\n': -9 }), 1],
  ])('%s', (_, answer, expected) => expect(readTurnEndChance(answer)).toBeCloseTo(expected, 10));
});

test.each([
  ['no log-probabilities', { choices: [{ text: '\n', logprobs: null }] }],
  ['an empty list', { choices: [{ logprobs: { content: [] } }] }],
  ['no choice', { choices: [] }],
  ['a page', '<html>'],
])('%s: no opinion', (_, answer) => expect(readTurnEndChance(answer)).toBeUndefined());

test.each([
  ['My number is 555-12, I…', 'my number is 555 12 i'],
  ["What's the T-shirt? It’s 7.30.", "what's the t-shirt it’s 7 30"],
  ['I would like to-', 'i would like to'],
])('%s is written as the lines of the prompt are', (text, expected) =>
  expect(writeAsInCall(text)).toBe(expected),
);

// Scripted servers: what is tested is what they do wrong, and what they are asked.
let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener): Promise<TurnEndChance> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return new TurnEndChance({ baseUrl: `http://127.0.0.1:${port}/v1`, apiKey: 'key', model: 'scripted' });
}

function answerWith(answer: object, delayMs: () => number = () => 0): RequestListener {
  return (_, response) => {
    void sleep(delayMs()).then(() =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer)),
    );
  };
}

test('one token is asked for, with the words at the end of the prompt', async () => {
  const bodies: string[] = [];
  const chance = await serve((request, response) => {
    request.on('data', (data) => bodies.push(String(data)));
    request.on('end', () => answerWith(asLlamaCpp([line]))(request, response));
  });
  await chance.probe();
  bodies.length = 0;
  expect(await chance.estimate('I need a')).toBeCloseTo(0.5, 10);
  expect(bodies).toHaveLength(1);
  const { prompt, ...rest } = JSON.parse(bodies[0] ?? '') as { prompt: string };
  expect(prompt).toMatch(/\ncaller: i need a$/);
  expect(rest).toMatchObject({ model: 'scripted', max_tokens: 1, temperature: 0 });
});

test.each([
  ['knows no such route', (_, response) => response.writeHead(404).end()],
  ['gives no log-probabilities', answerWith({ choices: [{ text: '\n', logprobs: null }] })],
  ['always needs too long', answerWith(asLlamaCpp([line]), () => LONGEST_OPINION_MS + 100)],
] satisfies [string, RequestListener][])('a server that %s is not asked in the call', async (_, listener) => {
  let requests = 0;
  const chance = await serve((request, response) => {
    requests++;
    listener(request, response);
  });
  expect(await chance.probe()).toBe(false);
  const probes = requests;
  expect(await chance.estimate('Hello.')).toBeUndefined();
  expect(requests).toBe(probes);
});

test('before the probe nothing is asked', async () => {
  const chance = await serve(answerWith(asLlamaCpp([line])));
  expect(await chance.estimate('Hello.')).toBeUndefined();
});

test('a server that reads the prompt for the first time may take longer', async () => {
  let requests = 0;
  const chance = await serve(
    answerWith(asLlamaCpp([line]), () => (requests++ === 0 ? LONGEST_OPINION_MS + 100 : 0)),
  );
  expect(await chance.probe()).toBe(true);
});

test('an opinion that takes too long, or is wanted no more, is given up with its connection', async () => {
  let delayMs = 0;
  const chance = await serve(answerWith(asLlamaCpp([line]), () => delayMs));
  await chance.probe();
  delayMs = 60_000;
  const closed = new Promise((resolve) => {
    server?.on('request', (_, response) => response.on('close', () => resolve(response.writableEnded)));
  });
  expect(await chance.estimate('Hello.')).toBeUndefined();
  expect(await closed).toBe(false);
  const aborting = new AbortController();
  const startedMs = performance.now();
  const estimated = chance.estimate('Hello.', aborting.signal);
  aborting.abort();
  expect(await estimated).toBeUndefined();
  expect(performance.now() - startedMs).toBeLessThan(LONGEST_OPINION_MS);
});
