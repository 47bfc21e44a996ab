import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { requestSpeech } from './speech-request.ts';

// The servers here misbehave on purpose; the real one is used by the tests of the whole conversation.
let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

function speak(baseUrl: string, signal = new AbortController().signal, timeoutMs = 5000) {
  const options = { baseUrl, apiKey: 'key', model: 'kokoro', voice: 'af_heart', speed: 1, language: 'en' };
  return requestSpeech(options, 'Hello.', signal, timeoutMs);
}

async function collect(chunks: AsyncIterable<Int16Array>): Promise<number[]> {
  const samples: number[] = [];
  for await (const chunk of chunks) samples.push(...chunk);
  return samples;
}

test('samples arrive before the answer is complete, and odd bytes are carried over', async () => {
  let finish: () => void = () => undefined;
  const baseUrl = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'audio/pcm' });
    response.write(Buffer.from([1, 0, 2]));
    finish = () => response.end(Buffer.from([0, 3, 0, 9]));
  });
  const chunks = speak(baseUrl);
  const first = await chunks.next();
  expect(first.value).toEqual(Int16Array.from([1]));
  finish();
  expect(await collect(chunks)).toEqual([2, 3]); // The half sample at the very end is nothing to play.
});

test('asks for what has to be understood to the letter in words that any voice says clearly', async () => {
  let asked = '';
  const baseUrl = await serve((request, response) => {
    request.on('data', (chunk: Buffer) => (asked += chunk.toString()));
    request.on('end', () => response.writeHead(200, { 'content-type': 'audio/pcm' }).end(Buffer.alloc(4)));
  });
  const options = { baseUrl, apiKey: 'key', model: 'kokoro', voice: 'af_heart', speed: 1, language: 'es' };
  await collect(requestSpeech(options, 'ada@example.es', new AbortController().signal, 5000));
  expect(JSON.parse(asked)).toMatchObject({ input: 'ada arroba example punto es' });
});

test.each(['text/html; charset=utf-8', 'application/json'])(
  'a 200 with %s is refused, not played',
  async (type) => {
    const baseUrl = await serve((_, response) => {
      response.writeHead(200, { 'content-type': type });
      response.end('<html>Welcome</html>');
    });
    await expect(collect(speak(baseUrl))).rejects.toThrow(`answered ${type} instead of audio`);
  },
);

test("a refusal carries the server's own words", async () => {
  const baseUrl = await serve((_, response) => {
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { message: 'Unknown voice "x"' } }));
  });
  await expect(collect(speak(baseUrl))).rejects.toThrow(/400 .*Unknown voice/);
});

test('an empty 200 is an error', async () => {
  const baseUrl = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'audio/pcm' });
    response.end();
  });
  await expect(collect(speak(baseUrl))).rejects.toThrow('without any audio');
});

test.each(['before', 'in the middle of'])(
  'a server that falls silent %s its answer is given up',
  async (when) => {
    const baseUrl = await serve((_, response) => {
      if (when === 'before') return;
      response.writeHead(200, { 'content-type': 'audio/pcm' });
      response.write(Buffer.from([1, 0]));
    });
    await expect(collect(speak(baseUrl, undefined, 200))).rejects.toThrow('was silent for 200 ms');
  },
);

test('a connection that breaks is an error, not a short sentence', async () => {
  const baseUrl = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'audio/pcm' });
    response.write(Buffer.from([1, 0]), () => response.destroy());
  });
  await expect(collect(speak(baseUrl))).rejects.toThrow('broke off');
});

test('a server that is not there is an error', async () => {
  const baseUrl = await serve(() => undefined);
  server?.close();
  await expect(collect(speak(baseUrl))).rejects.toThrow('broke off');
});

test('an interruption closes the connection, so that the server can stop working', async () => {
  let markClosed: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => (markClosed = resolve));
  const baseUrl = await serve((request, response) => {
    request.on('close', markClosed);
    response.on('close', markClosed);
    response.writeHead(200, { 'content-type': 'audio/pcm' });
    response.write(Buffer.from([1, 0]));
  });
  const interruption = new AbortController();
  const chunks = speak(baseUrl, interruption.signal);
  await chunks.next();
  interruption.abort();
  expect(await collect(chunks)).toEqual([]);
  await Promise.race([closed, sleep(3000).then(() => Promise.reject(new Error('still open')))]);
});
