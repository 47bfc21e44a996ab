import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Hono } from 'hono';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';

import { answerError } from '../api-error.ts';
import { createApp } from '../app.ts';
import { addKey } from '../authentication/api-keys.ts';
import type { TokenServerConfig } from '../config.ts';
import { findFreePort, testConfig } from '../testing.ts';

// What somebody may try at the token server who wants it to fail, to tell, or to act for them, and what they get. No
// livekit-server is there: a request for a token that gets through all this is answered 503.

const folder = mkdtempSync(join(tmpdir(), 'parley-door-'));
const pageFolder = join(folder, 'page');
const apiKeysFile = join(folder, 'keys.json');
const key = addKey(apiKeysFile, 'laptop', ['call', 'operate']);
writeFileSync(join(folder, 'secret.txt'), 'the secret');
const config: TokenServerConfig = {
  ...testConfig,
  livekitHttpUrl: `http://127.0.0.1:${await findFreePort()}`,
  authentication: { apiKeysFile, identityProvider: undefined },
  abuse: { ...testConfig.abuse, corsOrigins: ['https://app.example.com'], rateLimitPerAddress: 200 },
};
let app = createApp(config, pageFolder);
const SITE = 'https://evil.example';

/** What the server has written into its log. */
const log: unknown[] = [];
for (const level of ['log', 'info', 'warn', 'error'] as const)
  vi.spyOn(console, level).mockImplementation((...line: unknown[]) => void log.push(...line));

beforeEach(() => {
  app = createApp(config, pageFolder);
  log.length = 0;
});

afterAll(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

function ask(method: string, path: string, headers: Record<string, string> = {}, body?: string) {
  return app.request(path, { method, headers, ...(body !== undefined && { body }) });
}

const json = { 'Content-Type': 'application/json' };
const credential = { Authorization: `Bearer ${key}` };

/** A request as it arrives over a connection from this address. */
function askFrom(address: string, headers: Record<string, string> = {}) {
  const socket = { remoteAddress: address };
  const lowerCase = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return app.request(
    '/authentication',
    { headers },
    { incoming: { headers: lowerCase, socket, connection: socket } },
  );
}

interface Attack {
  attack: string;
  attempt: () => Response | Promise<Response>;
  outcome: number;
  /** What must be so afterwards. */
  and?: (answer: Response, text: string) => void | Promise<void>;
}

const noCors: Attack['and'] = ({ headers }) =>
  expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);

const fromOtherSites: Attack[] = [
  {
    attack: 'CORS: another site asks the browser whether it may send JSON',
    attempt: () => ask('OPTIONS', '/token', { Origin: SITE, 'Access-Control-Request-Method': 'POST' }),
    outcome: 401,
    and: noCors,
  },
  {
    attack: 'CORS: another site asks with a stolen key',
    attempt: () => ask('POST', '/token', { Origin: SITE, ...json, ...credential }, '{}'),
    outcome: 503,
    and: noCors,
  },
  {
    attack: 'CORS: a page without an origin',
    attempt: () => ask('OPTIONS', '/token', { Origin: 'null', 'Access-Control-Request-Method': 'POST' }),
    outcome: 401,
    and: noCors,
  },
  {
    attack: 'CORS: a site that may ask for tokens wants to end calls',
    attempt: () =>
      ask('OPTIONS', '/calls/any', {
        Origin: 'https://app.example.com',
        'Access-Control-Request-Method': 'DELETE',
      }),
    outcome: 401,
    and: noCors,
  },
  ...['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain'].map((type) => ({
    attack: `CSRF: a form of another site (${type}), to a server in development mode`,
    attempt: () =>
      createApp({ ...config, authentication: testConfig.authentication }, pageFolder).request('/token', {
        method: 'POST',
        headers: { Origin: SITE, 'Content-Type': type },
        body: '{}',
      }),
    outcome: 403,
  })),
  {
    attack: 'CSRF: a cookie in place of a credential',
    attempt: () =>
      ask('POST', '/token', { Origin: SITE, ...json, Cookie: `authorization=Bearer ${key}` }, '{}'),
    outcome: 401,
  },
  {
    attack: 'clickjacking: the page in a frame of another site',
    attempt: () => ask('GET', '/healthz'),
    outcome: 200,
    and: ({ headers }) => {
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    },
  },
];

const intoTheAnswer: Attack[] = [
  {
    attack: 'header injection: line breaks in the path',
    attempt: () => ask('GET', '/%0d%0aSet-Cookie:%20session=evil'),
    outcome: 404,
    and: ({ headers }) => expect(headers.has('set-cookie')).toBe(false),
  },
  {
    attack: 'header injection: line breaks in a field that an answer names',
    attempt: () =>
      ask('POST', '/token', { ...json, ...credential }, '{"a\\r\\nSet-Cookie: session=evil": 1}'),
    outcome: 422,
    and: ({ headers }, text) => {
      expect(headers.has('set-cookie')).toBe(false);
      expect(text).not.toMatch(/[\r\n]|\\r|\\n/);
    },
  },
  {
    attack: 'header injection: a host that links are made of',
    attempt: () =>
      app.request('http://evil.example/invites', {
        method: 'POST',
        headers: { ...json, ...credential, 'X-Forwarded-Host': 'evil.example' },
        body: '{}',
      }),
    outcome: 201,
    and: ({ headers }, text) => expect(text + JSON.stringify([...headers])).not.toContain('evil.example'),
  },
  ...[
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '/assets/..%2f..%2fsecret.txt',
  ].map((path) => ({
    attack: `path traversal: ${path}`,
    attempt: () => ask('GET', path),
    outcome: 404,
    and: (_: Response, text: string) => expect(text).not.toContain('the secret'),
  })),
  {
    attack: 'path traversal: the id of a call',
    attempt: () => ask('GET', '/calls/..%2f..%2fsecret.txt', credential),
    outcome: 404,
  },
];

const intoTheLog: Attack[] = [
  ...[
    ['a name', '{"participant_name": "Eve\\ncall granted client=admin"}'],
    ['a room', '{"room_name": "call-1\\ncall granted client=admin"}'],
    ['an agent', '{"room_config": {"agents": [{"agent_name": "parley\\ncall granted client=admin"}]}}'],
  ].map(([what = '', body = '']) => ({
    attack: `log injection: a line break in ${what}`,
    attempt: () => ask('POST', '/token', { ...json, ...credential }, body),
    outcome: 422,
    and: () => expect(log).toEqual([]),
  })),
  {
    attack: 'log injection: a line break in a path that fails',
    attempt: () => {
      const failing = new Hono().onError(answerError).get('*', () => {
        throw new Error('on purpose');
      });
      return failing.request('/%0acall%20granted');
    },
    outcome: 500,
    and: () => expect(log[0]).toMatch(/^GET .*call granted.* failed:$/),
  },
  {
    attack: 'secrets in the log: a key, with a request that livekit-server does not answer',
    attempt: () => ask('POST', '/token', { ...json, ...credential }, '{"participant_name": "Zoë"}'),
    outcome: 503,
    and: () => {
      expect(log.join()).toContain('ECONNREFUSED');
      expect(log.join()).not.toMatch(/parley_|Zoë|Bearer/);
    },
  },
];

const tooMuch: Attack[] = [
  {
    attack: 'oversize: a token request of 1 MB',
    attempt: () => ask('POST', '/token', { ...json, ...credential }, JSON.stringify({ a: 'x'.repeat(1e6) })),
    outcome: 413,
  },
  {
    attack: 'oversize: a report of 1 MB, said to be from livekit-server',
    attempt: () => ask('POST', '/webhooks/livekit', { Authorization: 'Bearer x' }, 'x'.repeat(1e6)),
    outcome: 413,
  },
  {
    attack: 'oversize: lists in lists',
    attempt: () => ask('POST', '/token', { ...json, ...credential }, '['.repeat(16_000)),
    outcome: 400,
  },
  {
    attack: 'flood: more requests than an address may send',
    attempt: async () => {
      for (let time = 0; time < 200; time += 1) expect((await askFrom('203.0.113.9')).status).toBe(200);
      return askFrom('203.0.113.9');
    },
    outcome: 429,
    and: async ({ headers }) => {
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await askFrom('203.0.113.10')).status).toBe(200); // Others are served.
      expect((await ask('GET', '/healthz')).status).toBe(200);
    },
  },
  {
    attack: 'flood: with another X-Forwarded-For each time',
    attempt: async () => {
      for (let time = 0; time < 200; time += 1)
        await askFrom('203.0.113.9', { 'X-Forwarded-For': `10.0.0.${time}` });
      return askFrom('203.0.113.9', { 'X-Forwarded-For': '10.0.1.1' });
    },
    outcome: 429,
  },
  {
    attack: 'flood: from all addresses of an IPv6 network',
    attempt: async () => {
      for (let time = 0; time < 200; time += 1) await askFrom(`2001:db8:1:2::${time.toString(16)}`);
      return askFrom('2001:db8:1:2:ffff::1');
    },
    outcome: 429,
  },
];

it.each([...fromOtherSites, ...intoTheAnswer, ...intoTheLog, ...tooMuch])(
  '$attack: $outcome',
  async ({ attempt, outcome, and }) => {
    const answer = await attempt();
    expect(answer.status).toBe(outcome);
    await and?.(answer, await answer.text());
  },
);
