import { createServer, type Server } from 'node:http';

import { afterEach, describe, expect, it } from 'vitest';

import { findFreePort, listen } from '../testing.ts';
import { checkParts } from './part-health.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** Answers every path as given. */
async function answer(status: number, body = ''): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status).end(body));
  servers.push(server);
  return listen(server);
}

async function checkModel(url: string) {
  const nobody = `http://127.0.0.1:${await findFreePort()}`;
  const dependencies = { livekitHttpUrl: nobody, agentHealthUrl: nobody, agentName: 'parley' };
  const parts = await checkParts(dependencies, { llm: url });
  expect(parts.map(({ part }) => part)).toEqual(['livekit-server', 'agent', 'llm']);
  return parts[2];
}

describe('checkParts', () => {
  it('names the models of a server that answers', async () => {
    const url = await answer(200, JSON.stringify({ object: 'list', data: [{ id: 'llama3.1:8b' }] }));
    expect(await checkModel(`${url}/v1/`)).toEqual({
      part: 'llm',
      ok: true,
      message: null,
      models: ['llama3.1:8b'],
    });
  });

  it.each([
    ['asks for the key of the worker', 401, ''],
    ['lists nothing that is known here', 200, '<html>'],
  ])('takes a server for healthy that %s', async (_, status, body) => {
    expect(await checkModel(await answer(status, body))).toMatchObject({ ok: true, models: [] });
  });

  it('says what is wrong with one that fails', async () => {
    const url = await answer(503, 'loading');
    expect(await checkModel(url)).toMatchObject({
      ok: false,
      message: `No model server answers at ${url} (HTTP 503 loading). Start it, or correct LLM_BASE_URL.`,
    });
  });

  it('says so when nothing runs', async () => {
    const nobody = `http://127.0.0.1:${await findFreePort()}`;
    const dependencies = { livekitHttpUrl: nobody, agentHealthUrl: nobody, agentName: 'parley' };
    const parts = await checkParts(dependencies, { stt: nobody, llm: nobody, tts: nobody });
    expect(parts.map(({ part, ok }) => [part, ok])).toEqual(
      ['livekit-server', 'agent', 'stt', 'llm', 'tts'].map((part) => [part, false]),
    );
    expect(parts[2]?.message).toContain('ECONNREFUSED');
  });
});
