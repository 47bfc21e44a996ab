import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import type { Hono } from 'hono';
import { TokenVerifier } from 'livekit-server-sdk';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { installLiveKitServer } from '../stack/livekit-server.ts';
import { createApp } from './app.ts';
import { addKey } from './authentication/api-keys.ts';
import { signInvite } from './authentication/invites.ts';
import type { TokenServerConfig } from './config.ts';
import { NamePattern } from './name-pattern.ts';
import {
  type LivekitServer,
  findFreePort,
  startLivekitServer,
  testConfig,
  validateToken,
} from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'parley-token-'));
const apiKeysFile = join(folder, 'keys.json');
const previousKeyPair = { apiKey: 'old-key', apiSecret: 'an-old-secret-of-32-characters-or-more' };
let livekit: LivekitServer;
let config: TokenServerConfig;
let app: Hono;
let key: string;
let operatorKey: string;

beforeAll(async () => {
  livekit = await startLivekitServer(
    await installLiveKitServer(resolve(import.meta.dirname, '../.cache'), process.env.LIVEKIT_SERVER),
    {
      [testConfig.apiKey]: testConfig.apiSecret,
      [previousKeyPair.apiKey]: previousKeyPair.apiSecret,
    },
  );
  key = addKey(apiKeysFile, 'laptop', ['call']);
  operatorKey = addKey(apiKeysFile, 'operator', ['call', 'operate']);
  config = {
    ...testConfig,
    livekitHttpUrl: livekit.url,
    authentication: { apiKeysFile, identityProvider: undefined },
  };
  app = createApp(config, folder);
});

afterAll(() => {
  livekit.stop();
  rmSync(folder, { recursive: true });
});

function post(credential: string, body: unknown, { to = app, path = '/token' } = {}) {
  return to.request(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${credential}` },
    body: JSON.stringify(body),
  });
}

async function readSeat(response: Response) {
  expect(response.status).toBe(201);
  const { participant_token: token } = (await response.json()) as { participant_token: string };
  const { video, sub, roomConfig } = await new TokenVerifier(config.apiKey, config.apiSecret).verify(token);
  return {
    token,
    agent: roomConfig?.agents[0]?.agentName,
    seat: { room_name: video?.room, participant_identity: sub },
  };
}

describe('a client that comes back', () => {
  it('is given the room and identity that it had, as often as it asks', async () => {
    const { seat } = await readSeat(await post(key, {}));
    for (let time = 0; time < 2; time++) {
      const again = await readSeat(await post(key, seat));
      expect(again.seat).toEqual(seat);
      expect(await validateToken(livekit.url, again.token)).toBe(200);
    }
  });

  it('may have been given them by another token server, before the keys were changed', async () => {
    const before = createApp({ ...config, ...previousKeyPair }, folder);
    const response = await post(key, {}, { to: before });
    const { participant_token: token } = (await response.json()) as { participant_token: string };
    const { video, sub } = await new TokenVerifier(previousKeyPair.apiKey, previousKeyPair.apiSecret).verify(
      token,
    );
    const seat = { room_name: video?.room, participant_identity: sub };
    expect((await post(key, seat)).status).toBe(422);
    const during = createApp({ ...config, previousKeyPair }, folder);
    expect((await readSeat(await post(key, seat, { to: during }))).seat).toEqual(seat);
    expect(await validateToken(livekit.url, token)).toBe(200); // livekit-server knows both pairs.
  });
});

describe('what clients may choose', () => {
  it('is what the configuration allows', async () => {
    const patterns = (pattern: string) => [new NamePattern(pattern)];
    const choices = {
      rooms: patterns('support-*'),
      identities: patterns('user-*'),
      agents: patterns('parley-*'),
    };
    const open = createApp({ ...config, ...choices }, folder);
    const agents = [{ agent_name: 'parley-beta' }];
    const seat = { room_name: 'support-7', participant_identity: 'user-3' };
    const chosen = await readSeat(await post(key, { ...seat, room_config: { agents } }, { to: open }));
    expect(chosen).toMatchObject({ seat, agent: 'parley-beta' });
    const other = await readSeat(await post(key, { room_name: 'support-8' }, { to: open }));
    expect(other.seat.participant_identity).toMatch(/^caller-/);
    for (const body of [{ room_name: 'sales-7' }, { participant_identity: 'admin' }])
      expect((await post(key, body, { to: open })).status).toBe(422);
  });
});

describe('an invite', () => {
  async function invite(): Promise<string> {
    const response = await post(operatorKey, { minutes: 5, name: 'demo' }, { path: '/invites' });
    expect(response.status).toBe(201);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const {
      invite: credential,
      path,
      expires_at: expiresAt,
    } = (await response.json()) as Record<string, string>;
    expect(path).toBe(`/#invite=${credential}`);
    expect(Date.parse(expiresAt ?? '') - Date.now()).toBeGreaterThan(290_000);
    return credential ?? '';
  }

  it('opens one call, and lets back into that one', async () => {
    const credential = await invite();
    const { seat } = await readSeat(await post(credential, {}));
    expect((await readSeat(await post(credential, seat))).seat).toEqual(seat);
    expect((await post(credential, {})).status).toBe(403);
  });

  it('is not used up by a call that could not be opened', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    const credential = await invite();
    const port = await findFreePort();
    const late = createApp({ ...config, livekitHttpUrl: `http://127.0.0.1:${port}` }, folder);
    expect((await post(credential, {}, { to: late })).status).toBe(503);
    expect((await post(credential, {}, { to: late })).status).toBe(503);
    log.mockRestore();
    await readSeat(await post(credential, {}));
  });

  it('stays good while the keys are changed', async () => {
    const credential = await signInvite(previousKeyPair.apiSecret, 'demo', 5);
    expect((await post(credential, {})).status).toBe(401);
    const during = createApp({ ...config, previousKeyPair }, folder);
    expect((await post(credential, {}, { to: during })).status).toBe(201);
  });

  it.each([{ minutes: 0 }, { minutes: 20_000 }, { minutes: 'soon' }, { name: 'a b' }, { names: 'x' }, []])(
    'is not made with %j',
    async (body) => {
      expect((await post(operatorKey, body, { path: '/invites' })).status).toBe(422);
    },
  );
});

it('tells the page whether a credential is needed', async () => {
  expect(await (await app.request('/authentication')).json()).toEqual({ required: true });
  expect(await (await createApp(testConfig, folder).request('/authentication')).json()).toEqual({
    required: false,
  });
});
