import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { chooseLlm } from './llm-choice.ts';

const offlineBaseUrl = 'http://127.0.0.1:8890/v1';
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Other people's servers on this machine, in every state we may find them. */
async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

const listModels =
  (...ids: string[]): RequestListener =>
  (request, response) => {
    response.writeHead(request.url === '/v1/models' ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ object: 'list', data: ids.map((id) => ({ id, object: 'model' })) }));
  };
const answerHtml: RequestListener = (_, response) => response.end('<html>It works!</html>');
const hang: RequestListener = () => undefined;
const hangMidBody: RequestListener = (_, response) => response.write('{"data":');

async function getClosedUrl(): Promise<string> {
  const url = await listen(hang);
  await new Promise((resolve) => servers.pop()?.close(resolve));
  return url;
}

const nameCandidates = (...urls: string[]) =>
  urls.map((baseUrl, index) => ({ name: `server ${index}`, baseUrl }));

describe('nothing configured', () => {
  it('takes the first server on this machine that has a chat model, in order of preference', async () => {
    const candidates = nameCandidates(
      await getClosedUrl(),
      await listen(answerHtml),
      await listen(listModels('nomic-embed-text:latest', 'BAAI/bge-m3', 'whisper-1', 'kokoro')),
      await listen(hang),
      await listen(hangMidBody),
      await listen(listModels('mxbai-embed-large', 'llama3.1:8b', 'qwen3:8b')),
      await listen(listModels('other-chat')),
    );
    const choice = await chooseLlm({ offlineBaseUrl, candidates });
    const baseUrl = candidates[5]?.baseUrl;
    expect(choice).toEqual({
      kind: 'found',
      baseUrl,
      model: 'llama3.1:8b',
      label: `llama3.1:8b on server 5 (${baseUrl})`,
    });
  });

  it('answers offline when there is none, soon even if servers hang', async () => {
    const candidates = nameCandidates(
      await listen(hang),
      await listen(hangMidBody),
      await listen(listModels('offline-answers')),
    );
    const startedAtMs = performance.now();
    const choice = await chooseLlm({ offlineBaseUrl, candidates });
    expect(performance.now() - startedAtMs).toBeLessThan(2000);
    expect(choice).toMatchObject({ kind: 'offline', baseUrl: offlineBaseUrl, model: 'offline-answers' });
    expect(choice.label).toMatch(/none is connected/);
  });

  it('takes the server that has LLM_MODEL, and says so when none has', async () => {
    const candidates = nameCandidates(await listen(listModels('a')), await listen(listModels('b', 'c')));
    expect(await chooseLlm({ offlineBaseUrl, candidates, model: 'c' })).toMatchObject({
      kind: 'found',
      model: 'c',
    });
    await expect(chooseLlm({ offlineBaseUrl, candidates, model: 'd' })).rejects.toThrow(
      /LLM_MODEL=d, but no server on this machine has it \(asked: server 0/,
    );
  });
});

describe('LLM_BASE_URL', () => {
  it('is used before anything else, with the first chat model or LLM_MODEL', async () => {
    const configuredBaseUrl = await listen(listModels('text-embedding-3-small', 'my-llama'));
    const candidates = nameCandidates(await listen(listModels('other-chat')));
    const choice = await chooseLlm({
      configuredBaseUrl: `${configuredBaseUrl}/`,
      offlineBaseUrl,
      candidates,
    });
    expect(choice).toMatchObject({ kind: 'configured', baseUrl: configuredBaseUrl, model: 'my-llama' });
    expect(await chooseLlm({ configuredBaseUrl, model: 'gpt', offlineBaseUrl })).toMatchObject({
      model: 'gpt',
    });
  });

  it('sends the key there and says when it is refused', async () => {
    const configuredBaseUrl = await listen((request, response) => {
      if (request.headers.authorization === 'Bearer right') listModels('guarded')(request, response);
      else response.writeHead(401).end();
    });
    expect(await chooseLlm({ configuredBaseUrl, apiKey: 'right', offlineBaseUrl })).toMatchObject({
      model: 'guarded',
    });
    const refused = chooseLlm({ configuredBaseUrl, apiKey: 'wrong', model: 'guarded', offlineBaseUrl });
    await expect(refused).rejects.toThrow(/refused the key \(HTTP 401\): check LLM_API_KEY/);
  });

  it('never falls back silently', async () => {
    const closed = chooseLlm({
      configuredBaseUrl: await getClosedUrl(),
      model: 'm',
      offlineBaseUrl,
      candidates: [],
    });
    await expect(closed).rejects.toThrow(/cannot be reached \(.*ECONNREFUSED.*\)\. Start that server/);
    const html = chooseLlm({ configuredBaseUrl: await listen(answerHtml), offlineBaseUrl });
    await expect(html).rejects.toThrow(/does not list its models \(HTTP 200/);
    const speech = chooseLlm({ configuredBaseUrl: await listen(listModels('whisper-1')), offlineBaseUrl });
    await expect(speech).rejects.toThrow(/lists no chat model/);
  });

  it('refuses credentials in the address without repeating them', async () => {
    const choice = chooseLlm({ configuredBaseUrl: 'http://me:secret@127.0.0.1:1/v1', offlineBaseUrl });
    await expect(choice).rejects.toThrow(/^((?!secret).)*LLM_API_KEY((?!secret).)*$/);
  });
});
