import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { readConfig as readTokenServerConfig } from '../../token-server/config.ts';
import { readStackConfig } from '../config.ts';
import { loadScenarios } from './scenario-file.ts';
import { createScenarioEnvironment, startScenarioStack, useRunningStack } from './scenario-stack.ts';

const root = join(import.meta.dirname, '..', '..');

afterEach(() => vi.unstubAllEnvs());

test('who may call, and where a livekit-server is, does not hold for scenarios', () => {
  const livekit = { LIVEKIT_API_KEY: 'key', LIVEKIT_API_SECRET: 'a-secret-of-at-least-32-characters' };
  const settings = {
    LIVEKIT_URL: 'wss://livekit.example.com',
    LIVEKIT_PUBLIC_URL: 'wss://livekit.example.com',
    TOKEN_SERVER_HOST: '0.0.0.0',
    TLS_CERT_FILE: 'cert.pem',
    TLS_KEY_FILE: 'key.pem',
    API_KEYS_FILE: 'keys.json',
    OIDC_ISSUER: 'https://id.example.com',
    OIDC_AUDIENCE: 'parley',
    CALL_ASSISTANTS: 'parley',
    RATE_LIMIT_PER_ADDRESS: '1',
    RATE_LIMIT_PER_KEY: '1',
    MAX_CALLS_PER_KEY: '1',
  };
  const env = createScenarioEnvironment('/folder');
  expect(readTokenServerConfig({ ...settings, ...env, ...livekit })).toEqual(
    readTokenServerConfig({ ...env, ...livekit }),
  );
  expect(readStackConfig({ ...settings, ...env })).toEqual(readStackConfig(env));
});

test('callers are heard and spoken for by the models that are configured', () => {
  const env = { STT_MODEL: 'base', TTS_BASE_URL: 'http://voices/v1', TTS_MODEL: 'other', TTS_API_KEY: 'key' };
  expect(useRunningStack('http://127.0.0.1:3000/', readStackConfig(env), root)).toMatchObject({
    page: 'http://127.0.0.1:3000',
    stt: { baseUrl: 'http://127.0.0.1:8870/v1', model: 'base' },
    tts: { baseUrl: 'http://voices/v1', model: 'other', apiKey: 'key' },
  });
});

test('a stack that does not start leaves nothing behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-'));
  const path = join(folder, 'tea.yaml');
  await writeFile(path, 'assistant: nobody\nsteps: [{ wait: 1s }]');
  vi.stubEnv('TMPDIR', folder);
  await expect(startScenarioStack(loadScenarios([path]), readStackConfig({}), root)).rejects.toThrow(
    'nobody.yaml: there is no such file',
  );
  expect(await readdir(folder)).toEqual(['tea.yaml']);
  await rm(folder, { recursive: true });
});
