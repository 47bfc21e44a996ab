import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import type { Hono } from 'hono';
import { SignJWT, UnsecuredJWT, exportJWK, exportSPKI, generateKeyPair } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { installLiveKitServer } from '../stack/livekit-server.ts';
import { createApp } from './app.ts';
import { addKey, revokeKey } from './authentication/api-keys.ts';
import { signInvite } from './authentication/invites.ts';
import { type TestIdentityProvider, startIdentityProvider } from './authentication/testing.ts';
import type { TokenServerConfig } from './config.ts';
import { type LivekitServer, listen, startLivekitServer, testConfig } from './testing.ts';

// What somebody may try at the token server who wants in, or wants more than they were given, and what they get.
// What they may try at livekit-server afterwards is in stolen-token.test.ts, and what in development mode in
// authentication/development-mode.test.ts.

const folder = mkdtempSync(join(tmpdir(), 'parley-attacks-'));
const apiKeysFile = join(folder, 'keys.json');
const MINUTE_S = 60;

let livekit: LivekitServer;
let provider: TestIdentityProvider;
let config: TokenServerConfig;
let app: Hono;
/** A good key that may only call, and one of somebody else. */
let key: string;
let otherKey: string;
/** What somebody else was given: a good token, and the room and identity in it. */
let theirs: { token: string; room: string; identity: string };

beforeAll(async () => {
  livekit = await startLivekitServer(
    await installLiveKitServer(resolve(import.meta.dirname, '../.cache'), process.env.LIVEKIT_SERVER),
  );
  provider = await startIdentityProvider();
  key = addKey(apiKeysFile, 'laptop', ['call']);
  otherKey = addKey(apiKeysFile, 'somebody-else', ['call']);
  const { issuer, audience } = provider;
  config = {
    ...testConfig,
    livekitHttpUrl: livekit.url,
    authentication: { apiKeysFile, identityProvider: { issuer, audience, operateScope: 'parley:operate' } },
  };
  app = createApp(config, folder);
  const answer = await ask(otherKey);
  expect(answer.status).toBe(201);
  theirs = readGrant(((await answer.json()) as { participant_token: string }).participant_token);
});

afterAll(() => {
  livekit.stop();
  provider.stop();
  rmSync(folder, { recursive: true });
});

/** Asks for a token with a credential, or with the whole Authorization header where it has a space. */
function ask(credential: string | undefined, body: unknown = {}, path = '/token') {
  const authorization = credential?.includes(' ') ? credential : `Bearer ${credential}`;
  const headers = { 'Content-Type': 'application/json', ...(credential !== undefined && { authorization }) };
  return app.request(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

function readGrant(token: string) {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
    sub: string;
    video: { room: string };
  };
  return { token, room: claims.video.room, identity: claims.sub };
}

const now = () => Math.floor(Date.now() / 1000);

it('lets those in who should be', async () => {
  const invite = await signInvite(config.apiSecret, 'guest', 1);
  for (const credential of [key, invite, await provider.sign()]) {
    expect((await ask(credential)).status).toBe(201);
  }
});

interface Attack {
  attack: string;
  attempt: () => Response | Promise<Response>;
  outcome: number;
  /** What the answer says, where the status alone would not tell one refusal from another. */
  says?: RegExp;
}

const onCredentials: Attack[] = [
  { attack: 'no credential', attempt: () => ask(undefined), outcome: 401, says: /Authorization: Bearer/ },
  { attack: 'an empty one', attempt: () => ask('Bearer '), outcome: 401 },
  {
    attack: 'a made-up key',
    attempt: () => ask(`parley_${randomBytes(32).toString('base64url')}`),
    outcome: 401,
  },
  { attack: 'a key with one letter changed', attempt: () => ask(key.replace(/.$/, '-')), outcome: 401 },
  { attack: 'the start of a key', attempt: () => ask(key.slice(0, -1)), outcome: 401 },
  { attack: 'a key as a password', attempt: () => ask(`Basic ${btoa(`x:${key}`)}`), outcome: 401 },
  {
    attack: 'a key in the address',
    attempt: () => ask(undefined, {}, `/token?access_token=${key}`),
    outcome: 401,
  },
  { attack: 'two credentials', attempt: () => ask(`Bearer x, Bearer ${key}`), outcome: 401 },
  {
    attack: 'a revoked key',
    attempt: async () => {
      const revoked = addKey(apiKeysFile, 'revoked', ['call', 'operate']);
      expect((await ask(revoked)).status).toBe(201);
      revokeKey(apiKeysFile, 'revoked');
      return ask(revoked);
    },
    outcome: 401,
  },
  {
    attack: 'an expired JWT',
    attempt: async () => ask(await provider.sign({ exp: now() - MINUTE_S })),
    outcome: 401,
  },
  {
    attack: 'a JWT for later',
    attempt: async () => ask(await provider.sign({ nbf: now() + MINUTE_S })),
    outcome: 401,
  },
  {
    attack: 'a JWT that never ends',
    attempt: async () => ask(await provider.sign({ exp: undefined })),
    outcome: 401,
  },
  {
    attack: 'a JWT of nobody',
    attempt: async () => ask(await provider.sign({ sub: undefined })),
    outcome: 401,
  },
  {
    attack: 'a JWT for others',
    attempt: async () => ask(await provider.sign({ aud: 'shop' })),
    outcome: 401,
  },
  {
    attack: 'a JWT of another issuer',
    attempt: async () => ask(await provider.sign({ iss: 'https://id.evil.example' })),
    outcome: 401,
  },
  {
    attack: 'a JWT without a signature (alg none)',
    attempt: () => {
      const token = new UnsecuredJWT({
        iss: provider.issuer,
        aud: 'parley',
        sub: 'eve',
        exp: now() + MINUTE_S,
      });
      return ask(token.encode());
    },
    outcome: 401,
  },
  {
    attack: 'a JWT signed with the public key (HS256)',
    attempt: async () => {
      const publicKey = new TextEncoder().encode(await exportSPKI(provider.publicKey));
      const token = new SignJWT({ iss: provider.issuer, aud: 'parley', sub: 'eve', exp: now() + MINUTE_S });
      return ask(await token.setProtectedHeader({ alg: 'HS256', kid: 'key-1' }).sign(publicKey));
    },
    outcome: 401,
  },
  {
    attack: 'a JWT that brings its own key',
    attempt: async () => {
      const { publicKey, privateKey } = await generateKeyPair('ES256');
      return ask(await provider.sign({}, { jwk: await exportJWK(publicKey), kid: 'key-1' }, privateKey));
    },
    outcome: 401,
  },
  {
    attack: 'a JWT that says where its key is (SSRF)',
    attempt: async () => {
      let visits = 0;
      const evil = createServer((_, response) => (visits++, response.end('{}')));
      const jku = `${await listen(evil)}/keys`;
      const { privateKey } = await generateKeyPair('ES256');
      const answer = await ask(await provider.sign({}, { jku, x5u: jku, kid: '../../keys' }, privateKey));
      evil.close();
      expect(visits).toBe(0);
      return answer;
    },
    outcome: 401,
  },
  { attack: 'a LiveKit token as a credential', attempt: () => ask(theirs.token), outcome: 401 },
  {
    attack: 'a forged invite',
    attempt: async () => ask(await signInvite('x'.repeat(32), 'eve', 9)),
    outcome: 401,
  },
  {
    attack: 'a LiveKit token called an invite',
    attempt: () => ask(`invite_${theirs.token}`),
    outcome: 401,
  },
  {
    attack: 'an expired invite',
    attempt: async () => ask(await signInvite(config.apiSecret, 'late', -1)),
    outcome: 401,
  },
  {
    attack: 'an invite used twice, at once',
    attempt: async () => {
      const invite = await signInvite(config.apiSecret, 'guest', 1);
      const answers = await Promise.all([ask(invite), ask(invite), ask(invite)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403]);
      return ask(invite);
    },
    outcome: 403,
    says: /has been used/,
  },
];

const onPermissions: Attack[] = [
  { attack: 'inviting others without the right', attempt: () => ask(key, {}, '/invites'), outcome: 403 },
  {
    attack: 'inviting others with an invite',
    attempt: async () => ask(await signInvite(config.apiSecret, 'guest', 1), {}, '/invites'),
    outcome: 403,
  },
  { attack: 'a room of one’s own choice', attempt: () => ask(key, { room_name: 'lobby' }), outcome: 422 },
  { attack: 'the room of somebody else', attempt: () => ask(key, { room_name: theirs.room }), outcome: 422 },
  {
    attack: 'the seat of somebody else',
    attempt: () => ask(key, { room_name: theirs.room, participant_identity: theirs.identity }),
    outcome: 422,
  },
  {
    attack: 'one’s own seat, in another room',
    attempt: () => ask(otherKey, { room_name: 'lobby', participant_identity: theirs.identity }),
    outcome: 422,
  },
  {
    attack: 'the agent’s identity',
    attempt: () => ask(key, { participant_identity: 'agent-parley' }),
    outcome: 422,
  },
  {
    attack: 'another agent',
    attempt: () => ask(key, { room_config: { agents: [{ agent_name: 'payroll' }] } }),
    outcome: 422,
  },
  { attack: 'recording', attempt: () => ask(key, { room_config: { egress: { room: {} } } }), outcome: 422 },
  {
    attack: 'a larger room',
    attempt: () => ask(key, { room_config: { max_participants: 9 } }),
    outcome: 422,
  },
  { attack: 'path traversal', attempt: () => ask(key, { room_name: '../../admin' }), outcome: 422 },
];

it.each([...onCredentials, ...onPermissions])(
  '$attack: $outcome',
  async ({ attempt, outcome, says = /./ }) => {
    const answer = await attempt();
    expect(answer.status).toBe(outcome);
    expect(answer.headers.has('www-authenticate')).toBe(outcome === 401);
    const { error } = (await answer.json()) as { error: { message: string } };
    expect(error.message).toMatch(says);
  },
);
