import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { abuseVariables, readAbuse } from './abuse/config.ts';
import { readConfig } from './config.ts';
import { NamePattern } from './name-pattern.ts';

const keys = { LIVEKIT_API_KEY: 'key', LIVEKIT_API_SECRET: 'x'.repeat(32) };

describe('readConfig', () => {
  it('needs only the keys', () => {
    expect(readConfig(keys)).toEqual({
      host: '127.0.0.1',
      port: 3000,
      apiKey: 'key',
      apiSecret: 'x'.repeat(32),
      previousKeyPair: undefined,
      abuse: readAbuse(z.object(abuseVariables).parse({})),
      callLog: '.cache/calls/calls.jsonl',
      authentication: { apiKeysFile: undefined, identityProvider: undefined },
      dashboard: { turnLogDir: '.cache/turns', modelUrls: {} },
      agents: [],
      assistants: [new NamePattern('*')],
      rooms: [],
      identities: [],
      allowsCamera: false,
      livekitHttpUrl: 'http://127.0.0.1:7880',
      livekitPublicUrl: 'ws://127.0.0.1:7880',
      agentName: 'parley',
      agentHealthUrl: 'http://127.0.0.1:8081',
    });
  });

  it('tells callers the public address and asks the internal one', () => {
    const env = {
      ...keys,
      LIVEKIT_URL: 'ws://livekit:7880/',
      LIVEKIT_PUBLIC_URL: 'https://voice.example.com/',
    };
    expect(readConfig(env)).toMatchObject({
      livekitHttpUrl: 'http://livekit:7880',
      livekitPublicUrl: 'wss://voice.example.com',
    });
  });

  it('takes an empty variable for a missing one', () => {
    expect(readConfig({ ...keys, LIVEKIT_PUBLIC_URL: '', TOKEN_SERVER_PORT: ' ' }).port).toBe(3000);
  });

  it('reports every problem at once', () => {
    const env = {
      LIVEKIT_URL: 'ftp://127.0.0.1',
      LIVEKIT_API_SECRET: 'short',
      TOKEN_SERVER_PORT: 'three thousand',
      AGENT_HEALTH_URL: 'ws://127.0.0.1:8081',
    };
    expect(() => readConfig(env)).toThrow(
      /LIVEKIT_URL.*\n.*LIVEKIT_API_KEY.*\n.*LIVEKIT_API_SECRET.*\n.*TOKEN_SERVER_PORT.*\n.*AGENT_HEALTH_URL/,
    );
  });

  it.each(['0', '65536', '80.5', '-1'])('refuses port %s', (port) => {
    expect(() => readConfig({ ...keys, TOKEN_SERVER_PORT: port })).toThrow(/TOKEN_SERVER_PORT/);
  });

  const development = { ...keys, LIVEKIT_API_KEY: 'dev-3f9a' };

  it.each([undefined, 'localhost', '127.0.0.1', '127.8.8.8', '::1'])(
    'takes a development key on %s',
    (host) => {
      expect(readConfig({ ...development, TOKEN_SERVER_HOST: host }).apiKey).toBe('dev-3f9a');
    },
  );

  it.each(['0.0.0.0', '::', '192.168.1.5', '127.0.0.1.example.com'])(
    'refuses a development key on %s',
    (host) => {
      expect(() => readConfig({ ...development, TOKEN_SERVER_HOST: host })).toThrow(
        /TOKEN_SERVER_HOST=127\.0\.0\.1/,
      );
    },
  );

  it('takes an earlier pair of keys, whole', () => {
    const previous = { LIVEKIT_API_KEY_PREVIOUS: 'old', LIVEKIT_API_SECRET_PREVIOUS: 'y'.repeat(32) };
    expect(readConfig({ ...keys, ...previous }).previousKeyPair).toEqual({
      apiKey: 'old',
      apiSecret: 'y'.repeat(32),
    });
    expect(() => readConfig({ ...keys, LIVEKIT_API_KEY_PREVIOUS: 'old' })).toThrow(/belong together/);
  });

  it.each([
    ['another machine', { TOKEN_SERVER_HOST: '0.0.0.0' }, /who may call.*API_KEYS_FILE/],
    ['a proxy', { TRUSTED_PROXIES: '127.0.0.1' }, /TRUSTED_PROXIES.*who may call/],
    ['an issuer without an audience', { OIDC_ISSUER: 'https://id.example.com' }, /OIDC_AUDIENCE is missing/],
    ['an issuer without TLS', { OIDC_ISSUER: 'http://id.example.com' }, /OIDC_ISSUER must.*https/],
    ['a room with a space', { CALL_ROOMS: 'support *' }, /CALL_ROOMS/],
    ['a camera that is neither', { CALL_CAMERA: 'perhaps' }, /CALL_CAMERA must be true or false/],
  ])('refuses %s', (_, env, message) => {
    expect(() => readConfig({ ...keys, ...env })).toThrow(message);
  });

  it.each([
    { API_KEYS_FILE: 'keys.json' },
    { OIDC_ISSUER: 'https://id.example.com', OIDC_AUDIENCE: 'parley' },
  ])('lets others in with %j', (authentication) => {
    expect(readConfig({ ...keys, ...authentication, TOKEN_SERVER_HOST: '0.0.0.0' }).host).toBe('0.0.0.0');
  });

  it('lets clients choose names that fit', () => {
    const { rooms } = readConfig({ ...keys, CALL_ROOMS: 'support-*, v1.0' });
    const fits = (name: string) => rooms.some((pattern) => pattern.fits(name));
    expect(['support-', 'support-7', 'v1.0'].map(fits)).toEqual([true, true, true]);
    expect(['support', 'a-support-7', 'support-7/x', 'support-\n', 'v1x0'].map(fits)).not.toContain(true);
  });
});
