import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingMessage, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { createAdaptorServer } from '@hono/node-server';
import { Room, dispose } from '@livekit/rtc-node';
import type { Hono } from 'hono';
import { RoomServiceClient } from 'livekit-server-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { installLiveKitServer } from '../../stack/livekit-server.ts';
import { createApp } from '../app.ts';
import { addKey } from '../authentication/api-keys.ts';
import type { TokenServerConfig } from '../config.ts';
import { type LivekitServer, findFreePort, listen, startLivekitServer, testConfig } from '../testing.ts';
import type { CallRecord } from './call-record.ts';

// A backend, a real livekit-server that reports to us, and a caller who joins.

const folder = mkdtempSync(join(tmpdir(), 'parley-calls-'));
const apiKeysFile = join(folder, 'keys.json');
let livekit: LivekitServer;
let config: TokenServerConfig;
let app: Hono;
let backendKey: string;
let callerKey: string;
let rooms: RoomServiceClient;
const audit: unknown[] = [];
/** How often each room was closed, as livekit-server reported it. */
const closedRooms = new Map<string, number>();
/** Reports go to the app as it is now: it restarts in between. */
const reports = createServer();
/** A second receiver, for the test itself. */
const witness = createServer((request, response) => {
  countClosedRooms(request);
  response.end();
});

beforeAll(async () => {
  const webhooks = await listen(reports);
  livekit = await startLivekitServer(
    await installLiveKitServer(resolve(import.meta.dirname, '../../.cache'), process.env.LIVEKIT_SERVER),
    undefined,
    { api_key: testConfig.apiKey, urls: [`${webhooks}/webhooks/livekit`, await listen(witness)] },
  );
  backendKey = addKey(apiKeysFile, 'backend', ['call', 'operate']);
  callerKey = addKey(apiKeysFile, 'laptop', ['call']);
  config = {
    ...testConfig,
    livekitHttpUrl: livekit.url,
    livekitPublicUrl: livekit.url.replace('http', 'ws'),
    authentication: { apiKeysFile, identityProvider: undefined },
    abuse: { ...testConfig.abuse, maxCallsPerKey: 3 },
    callLog: join(folder, 'calls.jsonl'),
  };
  rooms = new RoomServiceClient(livekit.url, config.apiKey, config.apiSecret);
  restart();
});

afterAll(async () => {
  livekit.stop();
  for (const server of [reports, witness]) server.close().closeAllConnections();
  await dispose();
  rmSync(folder, { recursive: true });
});

function restart(): void {
  app = createApp(config, folder, { audit: (event, fields) => audit.push({ event, ...fields }) });
  const adaptor = createAdaptorServer({ fetch: (request: Request) => app.fetch(request) });
  reports.removeAllListeners('request');
  reports.on('request', (request, response) => {
    adaptor.emit('request', request, response);
  });
}

function countClosedRooms(request: IncomingMessage): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { event, room } = JSON.parse(Buffer.concat(chunks).toString()) as {
      event: string;
      room: { name: string };
    };
    if (event === 'room_finished') closedRooms.set(room.name, (closedRooms.get(room.name) ?? 0) + 1);
  });
}

async function ask(method: string, path: string, body?: unknown, key = backendKey): Promise<Response> {
  return app.request(path, {
    method,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

interface StartedCall {
  call: CallRecord;
  server_url: string;
  participant_token: string;
}

async function startCall(body: unknown = {}): Promise<StartedCall> {
  const answer = await ask('POST', '/calls', body);
  expect(answer.status).toBe(201);
  return (await answer.json()) as StartedCall;
}

async function readCall(id: string): Promise<CallRecord> {
  return (await (await ask('GET', `/calls/${id}`)).json()) as CallRecord;
}

async function endAll(): Promise<void> {
  const { calls } = (await (await ask('GET', '/calls?limit=200')).json()) as { calls: CallRecord[] };
  for (const { id, state } of calls) if (state !== 'ended') await ask('DELETE', `/calls/${id}`);
}

describe('/calls', () => {
  it('starts a room with the agent in it, follows its caller, and ends it', { timeout: 60_000 }, async () => {
    const { call, server_url, participant_token } = await startCall({
      room_config: { agents: [{ metadata: '{"order": 7}' }] },
    });
    expect(call).toMatchObject({
      client: 'backend',
      agent_name: 'parley',
      state: 'waiting',
      started_at: null,
    });
    expect((await rooms.listRooms([call.room])).map(({ name }) => name)).toEqual([call.room]);
    expect(audit.at(-1)).toEqual({
      event: 'call granted',
      client: 'backend',
      kind: 'key',
      room: call.room,
      agent: 'parley',
    });

    const caller = new Room();
    await caller.connect(server_url, participant_token, { autoSubscribe: true, dynacast: false });
    await expect.poll(() => readCall(call.id), { timeout: 10_000 }).toMatchObject({ state: 'live' });
    expect((await ask('DELETE', `/calls/${call.id}`)).status).toBe(204);
    await expect.poll(() => caller.isConnected, { timeout: 10_000 }).toBe(false);
    expect(await readCall(call.id)).toMatchObject({
      state: 'ended',
      end_reason: 'deleted',
      problem: 'agent_missing', // No worker runs here.
    });
    expect((await ask('DELETE', `/calls/${call.id}`)).status).toBe(204);
    expect(audit.at(-1)).toMatchObject({ event: 'call ended', client: 'backend', room: call.room });

    // The token is good for ten minutes, but the call is over.
    const again = new Room();
    await again
      .connect(server_url, participant_token, { autoSubscribe: true, dynacast: false })
      .catch(() => undefined);
    await expect.poll(() => closedRooms.get(call.room), { timeout: 10_000 }).toBe(2);
    await again.disconnect();
  });

  it('keeps the record over a restart, and learns of the end from livekit-server', async () => {
    const { call } = await startCall();
    restart();
    expect(await readCall(call.id)).toEqual(call);
    await rooms.deleteRoom(call.room);
    await expect
      .poll(() => readCall(call.id), { timeout: 10_000 })
      .toMatchObject({ state: 'ended', end_reason: 'never_joined' });
  });

  it('lists calls in parts, also those that came by the token endpoint', async () => {
    await endAll();
    const { call: first } = await startCall();
    expect((await ask('POST', '/token', {}, callerKey)).status).toBe(201);
    const newest = (await (await ask('GET', '/calls?limit=1')).json()) as {
      calls: CallRecord[];
      next_cursor: string;
    };
    expect(newest.calls.map(({ client }) => client)).toEqual(['laptop']);
    const older = (await (await ask('GET', `/calls?limit=1&cursor=${newest.next_cursor}`)).json()) as {
      calls: CallRecord[];
    };
    expect(older.calls).toEqual([first]);
    const waiting = (await (await ask('GET', '/calls?state=waiting')).json()) as { calls: CallRecord[] };
    expect(waiting.calls).toHaveLength(2);
  });

  it('holds each key to its calls at the same time, also when they are asked for all at once', async () => {
    await endAll();
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask('POST', '/calls', {})));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 429, 429, 429]);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers.get('retry-after')).toBe('10');
    expect(await refused?.json()).toMatchObject({
      error: { message: expect.stringContaining('3 calls') as string },
    });
    expect((await ask('POST', '/token', {}, callerKey)).status).toBe(201);
    await endAll();
    expect((await ask('POST', '/calls', {})).status).toBe(201);
  });

  it.each([
    ['GET', '/calls'],
    ['POST', '/calls'],
    ['DELETE', '/calls/any'],
    ['GET', '/metrics'],
  ])('lets only operators %s %s', async (method, path) => {
    const body = method === 'POST' ? {} : undefined;
    expect((await ask(method, path, body, callerKey)).status).toBe(403);
    expect((await app.request(path, { method })).status).toBe(401);
  });

  it.each([
    ['/calls?limit=0', 422],
    ['/calls?limit=201', 422],
    ['/calls?limit=1e3', 422],
    ['/calls?state=alive', 422],
    ['/calls?cursor=../../etc', 422],
    ['/calls?cursor=AAAA', 422],
    ['/calls/unknown', 404],
    ['/calls/..%2f..%2fetc%2fpasswd', 404],
  ])('refuses %s', async (path, status) => {
    expect((await ask('GET', path)).status).toBe(status);
  });

  it('says so when livekit-server is away, and keeps the call', async () => {
    await endAll();
    const { call } = await startCall();
    const gone = { ...config, livekitHttpUrl: `http://127.0.0.1:${await findFreePort()}` };
    const away = createApp(gone, folder);
    const headers = { Authorization: `Bearer ${backendKey}` };
    expect((await away.request(`/calls/${call.id}`, { method: 'DELETE', headers })).status).toBe(503);
    expect(await (await away.request(`/calls/${call.id}`, { headers })).json()).toMatchObject({
      state: 'waiting',
    });
  });
});
