import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Hono } from 'hono';
import { SignJWT, UnsecuredJWT } from 'jose';
import { AccessToken } from 'livekit-server-sdk';
import { afterAll, beforeEach, expect, it } from 'vitest';

import { createApp } from '../app.ts';
import { addKey } from '../authentication/api-keys.ts';
import type { Client } from '../authentication/client.ts';
import type { TokenServerConfig } from '../config.ts';
import { createParticipantToken } from '../participant-token.ts';
import { planGrant } from '../planned-grant.ts';
import { listen, testConfig } from '../testing.ts';

// What somebody may try who wants to be taken for livekit-server, and what they get.

const folder = mkdtempSync(join(tmpdir(), 'parley-reports-'));
const apiKeysFile = join(folder, 'keys.json');
const key = addKey(apiKeysFile, 'laptop', ['call', 'operate']);
const config: TokenServerConfig = {
  ...testConfig,
  authentication: { apiKeysFile, identityProvider: undefined },
};
const credential = { Authorization: `Bearer ${key}` };
const json = { 'Content-Type': 'application/json' };
let app: Hono;

beforeEach(() => {
  app = createApp(config, folder);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function ask(method: string, path: string, headers: Record<string, string>, body?: string) {
  return app.request(path, { method, headers, ...(body !== undefined && { body }) });
}

const event = JSON.stringify({
  event: 'room_finished',
  id: 'EV_1',
  createdAt: '1',
  room: { name: 'call-1' },
});

/** The Authorization header that livekit-server sends with a body. */
async function sign(body: string, { apiKey, apiSecret } = testConfig, ttl = 300): Promise<string> {
  const token = new AccessToken(apiKey, apiSecret, { ttl });
  token.sha256 = hash(body);
  return token.toJwt();
}

function hash(body: string): string {
  return createHash('sha256').update(body).digest('base64');
}

function report(authorization: string | undefined, body = event) {
  const headers = {
    'Content-Type': 'application/webhook+json',
    ...(authorization && { Authorization: authorization }),
  };
  return ask('POST', '/webhooks/livekit', headers, body);
}

const nowS = Math.floor(Date.now() / 1000);
const client: Client = { name: 'laptop', kind: 'key', may: new Set(['call']) };

interface Attack {
  attack: string;
  attempt: () => Response | Promise<Response>;
  outcome: number;
  /** What must be so afterwards. */
  and?: () => Promise<void>;
}

const reports: Attack[] = [
  { attack: 'a forged report: unsigned', attempt: () => report(undefined), outcome: 401 },
  {
    attack: 'a forged report: signed with another secret',
    attempt: async () => report(await sign(event, { ...testConfig, apiSecret: 'x'.repeat(32) })),
    outcome: 401,
  },
  {
    attack: 'a forged report: signed by another key',
    attempt: async () => report(await sign(event, { ...testConfig, apiKey: 'other' })),
    outcome: 401,
  },
  {
    attack: 'a forged report: without a signature (alg none)',
    attempt: () =>
      report(new UnsecuredJWT({ iss: testConfig.apiKey, sha256: hash(event), exp: nowS + 60 }).encode()),
    outcome: 401,
  },
  {
    attack: 'a forged report: with the token of a caller',
    attempt: async () => report(await createParticipantToken(config, planGrant(config, {}, client))),
    outcome: 401,
  },
  {
    attack: 'a forged report: with an API key',
    attempt: () => report(`Bearer ${key}`),
    outcome: 401,
  },
  {
    attack: 'a changed report',
    attempt: async () => report(await sign(event), event.replace('call-1', 'call-2')),
    outcome: 401,
  },
  {
    attack: 'a replayed report: after its time',
    attempt: async () => {
      const token = new SignJWT({ sha256: hash(event) }).setProtectedHeader({ alg: 'HS256' });
      const secret = new TextEncoder().encode(testConfig.apiSecret);
      return report(
        await token
          .setIssuer(testConfig.apiKey)
          .setExpirationTime(nowS - 60)
          .sign(secret),
      );
    },
    outcome: 401,
  },
  {
    attack: 'a replayed report: within its time',
    attempt: async () => {
      const authorization = await sign(event);
      expect((await report(authorization)).status).toBe(200);
      return report(authorization);
    },
    outcome: 200,
    and: async () => {
      const metrics = await (await ask('GET', '/metrics', credential)).text();
      expect(metrics).toContain('parley_webhooks_total{outcome="accepted"} 1');
      expect(metrics).toContain('parley_webhooks_total{outcome="repeated"} 1');
    },
  },
  {
    attack: 'SSRF: addresses in every field of a report',
    attempt: async () => {
      let visits = 0;
      const inside = createServer((_, response) => (visits++, response.end()));
      const url = await listen(inside);
      const body = JSON.stringify({
        event: 'room_started',
        id: url,
        room: { name: url, sid: url, metadata: url },
        participant: { identity: url, name: url, metadata: url, attributes: { url } },
        egressInfo: { egressId: url, error: url },
      });
      const answer = await report(await sign(body), body);
      inside.close();
      expect(visits).toBe(0);
      return answer;
    },
    outcome: 200,
  },
  {
    attack: 'SSRF: an address that is to be told about a call',
    attempt: () =>
      ask('POST', '/calls', { ...json, ...credential }, '{"webhook_url": "http://169.254.169.254/latest"}'),
    outcome: 422,
  },
];

it.each(reports)('$attack: $outcome', async ({ attempt, outcome, and }) => {
  const answer = await attempt();
  expect(answer.status).toBe(outcome);
  await and?.();
});
