import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Hono } from 'hono';
import { expect, it, vi } from 'vitest';

import { answerError } from '../api-error.ts';
import type { ClientEnv, Permission } from '../authentication/client.ts';
import { findFreePort } from '../testing.ts';
import { createDashboardEndpoint } from './dashboard-endpoint.ts';
import { dashboardData } from './dashboard-data.ts';

/** The endpoint as somebody sees it who may do this. */
async function open(turnLogDir: string | undefined, permission: Permission = 'operate') {
  const nobody = `http://127.0.0.1:${await findFreePort()}`;
  const dependencies = { livekitHttpUrl: nobody, agentHealthUrl: nobody, agentName: 'parley' };
  const config = { turnLogDir, modelUrls: { tts: nobody } };
  const endpoint = createDashboardEndpoint(config, dependencies, () => Promise.resolve({ quota: 3 }));
  const app = new Hono<ClientEnv>();
  app.onError(answerError);
  app.use(async (context, next) => {
    context.set('client', { name: 'test', kind: 'key', may: new Set([permission]) });
    await next();
  });
  return app.route('/dashboard', endpoint);
}

const at = new Date().toISOString();
const line = JSON.stringify({
  version: 1,
  at,
  call: 'one',
  outcome: 'answered',
  stagesMs: { commit: 500 },
  totalMs: 700,
});

it('tells operators how the parts and the answers are', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-turns-'));
  writeFileSync(join(folder, `turns-${at.slice(0, 10)}.jsonl`), `${line}\n`);
  const response = await (await open(folder)).request('/dashboard/data');
  expect(response.status).toBe(200);
  expect(response.headers.get('cache-control')).toBe('no-store');
  const data = dashboardData.parse(await response.json());
  expect(data).toMatchObject({ turn_log: 'on', refusals: { quota: 3 }, hour: { turns: 1, calls: 1 } });
  expect(data.hour.parts).toContainEqual({ part: 'total', count: 1, p50: 700, p95: 700, p99: 700 });
  expect(data.parts.map(({ part, ok }) => [part, ok])).toEqual([
    ['livekit-server', false],
    ['agent', false],
    ['tts', false],
  ]);
});

it('is not for callers', async () => {
  const response = await (await open(undefined, 'call')).request('/dashboard/data');
  expect(response.status).toBe(403);
});

it('says when turns are not kept, and when they cannot be read', async () => {
  const readState = async (turnLogDir: string | undefined) => {
    const response = await (await open(turnLogDir)).request('/dashboard/data');
    return dashboardData.parse(await response.json()).turn_log;
  };
  expect(await readState(undefined)).toBe('off');
  const file = join(mkdtempSync(join(tmpdir(), 'parley-turns-')), 'a-file');
  writeFileSync(file, '');
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  expect(await readState(file)).toBe('unreadable');
  expect(log).toHaveBeenCalledWith(expect.stringContaining('TURN_LOG_DIR'));
  log.mockRestore();
});

it('answers several operators from one look', async () => {
  const app = await open(undefined);
  const [one, other] = await Promise.all([app.request('/dashboard/data'), app.request('/dashboard/data')]);
  expect(await one.text()).toBe(await other.text());
});
