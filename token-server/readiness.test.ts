import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';

import { afterEach, describe, expect, it } from 'vitest';

import { createApp } from './app.ts';
import { findFreePort, listen, testConfig } from './testing.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** Answers each path as given, 404 otherwise; a path without an answer is left hanging. */
function answer(paths: Record<string, { status?: number; body?: string } | 'hang'>): Promise<string> {
  const server = createServer((request, response) => {
    const reply = paths[request.url ?? ''] ?? { status: 404 };
    if (reply !== 'hang') response.writeHead(reply.status ?? 200).end(reply.body);
  });
  servers.push(server);
  return listen(server);
}

function answerAsWorker(name: string): Promise<string> {
  return answer({
    '/': { body: 'OK' },
    '/worker': { body: JSON.stringify({ agent_name: name, active_jobs: 0 }) },
  });
}

async function askReadiness(livekitHttpUrl: string, agentHealthUrl: string) {
  const app = createApp({ ...testConfig, livekitHttpUrl, agentHealthUrl }, tmpdir());
  const response = await app.request('/readyz');
  const body = (await response.json()) as { status: string; missing?: { part: string; message: string }[] };
  return { status: response.status, missing: body.missing ?? [] };
}

describe('GET /readyz', () => {
  it('is 200 when livekit-server answers and our worker is registered', async () => {
    const ready = await askReadiness(await answer({ '/': { body: 'OK' } }), await answerAsWorker('parley'));
    expect(ready).toEqual({ status: 200, missing: [] });
  });

  it('names both when nothing runs', async () => {
    const url = `http://127.0.0.1:${await findFreePort()}`;
    const { status, missing } = await askReadiness(url, url);
    expect(status).toBe(503);
    expect(missing.map(({ part }) => part)).toEqual(['livekit-server', 'agent']);
    expect(missing[0]?.message).toContain('ECONNREFUSED');
  });

  it.each([
    [
      'waits for its server',
      { '/': { status: 503, body: 'not connected to livekit' } },
      'not connected to livekit',
    ],
    ['hangs', { '/': 'hang' as const }, 'no answer within'],
    [
      'is another program',
      { '/': { body: '<html>' }, '/worker': { body: '<html>' } },
      'not a LiveKit worker',
    ],
    [
      'has another name',
      { '/': {}, '/worker': { body: '{"agent_name":"other"}' } },
      "called 'other', not 'parley'",
    ],
  ])('says so when the worker %s', async (_, paths, message) => {
    const { status, missing } = await askReadiness(
      await answer({ '/': { body: 'OK' } }),
      await answer(paths),
    );
    expect(status).toBe(503);
    expect(missing).toHaveLength(1);
    expect(missing[0]?.message).toContain(message);
  });
});
