import { mkdtemp, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readStackConfig } from './config.ts';
import { readKeys } from './keys.ts';

const makeCache = () => mkdtemp(join(tmpdir(), 'parley-keys-'));

test('development keys are made once, marked as such, and readable by their owner only', async () => {
  const cache = await makeCache();
  const keys = readKeys(readStackConfig({}), cache);
  expect(keys.apiKey).toMatch(/^dev-/);
  expect(keys.apiSecret.length).toBeGreaterThanOrEqual(32);
  expect(readKeys(readStackConfig({}), cache)).toEqual(keys);
  expect((await stat(join(cache, 'dev-keys.json'))).mode & 0o077).toBe(0);
});

test('a half-written key file is replaced', async () => {
  const cache = await makeCache();
  const first = readKeys(readStackConfig({}), cache);
  await truncate(join(cache, 'dev-keys.json'), 10);
  const second = readKeys(readStackConfig({}), cache);
  expect(second).not.toEqual(first);
  expect(readKeys(readStackConfig({}), cache)).toEqual(second);
});

test('a server of your own comes with its own keys', async () => {
  const env = { LIVEKIT_URL: 'wss://livekit.example', LIVEKIT_API_KEY: 'key', LIVEKIT_API_SECRET: 'secret' };
  expect(readKeys(readStackConfig(env), await makeCache())).toEqual({ apiKey: 'key', apiSecret: 'secret' });
});
