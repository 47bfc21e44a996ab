import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { describeHearing, readAudibleLanguages } from './audible-languages.ts';

let server: Server | undefined;

afterEach(() => server?.close());

async function ask(model: string, answer: string, status = 200): Promise<string[] | undefined> {
  server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(answer);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return readAudibleLanguages({ baseUrl, apiKey: 'key', model }, AbortSignal.timeout(5000));
}

test.each([
  ['mine', '{"data": [{"id": "mine", "languages": ["en", "de"]}]}', 200, ['en', 'de']],
  ['small.en', '{"data": [{"id": "small.en"}]}', 200, ['en']],
  ['large-v3', '{"data": [{"id": "large-v3"}]}', 200, undefined],
  ['small.en', '<html>', 200, ['en']],
  ['large-v3', '{}', 404, undefined],
])('%s with %s (%i) understands %j', async (model, answer, status, languages) => {
  expect(await ask(model, answer, status)).toEqual(languages);
});

test('an operator is told what is not understood', () => {
  const assistants = [{ name: 'a' }, { name: 'b', language: 'auto' }, { name: 'c', language: 'es' }];
  expect(describeHearing('tiny.en', ['en'], assistants)).toEqual([
    expect.stringMatching(
      /^tiny\.en understands English only, so that `language: auto` is English; STT_MODEL=base/,
    ),
    'the assistant c speaks Spanish, which tiny.en does not understand',
  ]);
  expect(describeHearing('base', ['en', 'es', 'fr'], assistants)).toEqual([]);
  expect(describeHearing('large-v3', undefined, assistants)).toEqual([]);
});
