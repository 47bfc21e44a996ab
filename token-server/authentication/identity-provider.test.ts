import { createServer } from 'node:http';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { findFreePort, listen } from '../testing.ts';
import { IdentityProvider } from './identity-provider.ts';
import { type TestIdentityProvider, startIdentityProvider } from './testing.ts';

let running: TestIdentityProvider;
let provider: IdentityProvider;

beforeEach(async () => {
  running = await startIdentityProvider();
  provider = describeProvider(running.issuer);
});

afterEach(() => {
  running.stop();
  vi.restoreAllMocks();
});

function describeProvider(issuer: string): IdentityProvider {
  return new IdentityProvider({ issuer, audience: running.audience, operateScope: 'parley:operate' });
}

function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}

describe('a token of the provider', () => {
  it('lets its subject call, under a pseudonym that stays', async () => {
    const client = await provider.verify(await running.sign());
    expect(client).toEqual({
      name: expect.stringMatching(/^identity-[\w-]{16}$/) as string,
      kind: 'identity',
      may: new Set(['call']),
    });
    expect((await provider.verify(await running.sign({ scope: 'openid' })))?.name).toBe(client?.name);
    expect((await provider.verify(await running.sign({ sub: 'somebody else' })))?.name).not.toBe(
      client?.name,
    );
  });

  it.each([
    { scope: 'openid parley:operate' },
    { roles: ['parley:operate'] },
    { groups: ['a', 'parley:operate'] },
  ])('lets it operate with %j', async (claims) => {
    expect((await provider.verify(await running.sign(claims)))?.may).toContain('operate');
  });

  it('may be for several audiences, and its clock half a minute off', async () => {
    const claims = { aud: ['shop', running.audience], nbf: inSeconds(20), exp: inSeconds(-20) };
    expect(await provider.verify(await running.sign(claims))).toBeDefined();
    expect(await provider.verify(await running.sign({ exp: inSeconds(-40) }))).toBeUndefined();
  });

  it('may be signed with a key that the provider has since made', async () => {
    expect(await provider.verify(await running.sign())).toBeDefined();
    await running.changeKey();
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 31_000); // jose asks for keys again after 30 s at the earliest.
    expect(await provider.verify(await running.sign())).toBeDefined();
  });
});

describe('a provider that', () => {
  async function verifyAt(issuer: string) {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    const error = await describeProvider(issuer)
      .verify(await running.sign())
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: 503, headers: { 'Retry-After': '5' } });
    return log.mock.calls.join();
  }

  it('is not there is no fault of the client', async () => {
    const issuer = `http://127.0.0.1:${await findFreePort()}`;
    expect(await verifyAt(issuer)).toContain(issuer);
  });

  it.each([
    ['answers 500', 500, '', /answered 500/],
    ['answers HTML', 200, '<html>', /JSON/],
    [
      'is somebody else',
      200,
      '{"issuer":"https://other.example","jwks_uri":"https://other.example/keys"}',
      /exactly that/,
    ],
    ['has no keys', 200, '{"issuer":"https://other.example"}', /no issuer and jwks_uri/],
  ])('%s is not trusted', async (_, status, body, reason) => {
    const server = createServer((__, response) => response.writeHead(status).end(body));
    expect(await verifyAt(await listen(server))).toMatch(reason);
    server.close();
  });

  it('has its keys on another scheme is not trusted', async () => {
    const server = createServer((_, response) =>
      response.end(JSON.stringify({ issuer, jwks_uri: 'file:///etc/passwd' })),
    );
    const issuer = await listen(server);
    expect(await verifyAt(issuer)).toContain('jwks_uri');
    server.close();
  });

  it('is down when its keys are asked for is no fault of the client', async () => {
    const server = createServer((request, response) => {
      const isDiscovery = request.url?.startsWith('/.well-known/');
      response.writeHead(isDiscovery ? 200 : 500).end(JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` }));
    });
    const issuer = await listen(server);
    expect(await verifyAt(issuer)).toContain(issuer);
    server.close();
  });
});
