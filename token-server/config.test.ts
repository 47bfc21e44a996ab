import { describe, expect, it } from 'vitest';

import { readConfig } from './config.ts';

const keys = { LIVEKIT_API_KEY: 'key', LIVEKIT_API_SECRET: 'x'.repeat(32) };

describe('readConfig', () => {
  it('needs only the keys', () => {
    expect(readConfig(keys)).toEqual({
      host: '127.0.0.1',
      port: 3000,
      apiKey: 'key',
      apiSecret: 'x'.repeat(32),
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
});
