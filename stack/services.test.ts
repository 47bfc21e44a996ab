import { afterEach, expect, test, vi } from 'vitest';
import { readStackConfig } from './config.ts';
import { listPorts, listServices, readWorkerConfig } from './services.ts';
import type { StackPlan } from './services.ts';

function plan(env: Record<string, string>, overrides: Partial<StackPlan> = {}): StackPlan {
  return {
    config: readStackConfig(env),
    keys: { apiKey: 'dev-key', apiSecret: 'a-secret-of-at-least-32-characters' },
    llm: { kind: 'offline', baseUrl: 'http://127.0.0.1:8890/v1', model: 'offline-answers', label: '' },
    livekitServer: 'livekit-server',
    python: 'python',
    ...overrides,
  };
}

afterEach(() => vi.unstubAllEnvs());

test('the embedded default runs everything, the worker after all that it needs', () => {
  const services = listServices(plan({}));
  expect(services.map(({ name }) => name)).toEqual(['livekit', 'stt', 'tts', 'llm', 'token', 'agent']);
  expect(services.at(-1)?.needs).toEqual(['livekit', 'stt', 'tts', 'llm']);
  expect(listPorts(plan({})).map(({ port }) => port)).toEqual([7880, 8870, 8880, 8890, 8081, 3000]);
});

test('servers that are configured by URL are used, not started', () => {
  const env = {
    LIVEKIT_URL: 'wss://livekit.example',
    LIVEKIT_API_KEY: 'key',
    LIVEKIT_API_SECRET: 'secret',
    STT_BASE_URL: 'http://gpu:8870/v1',
    TTS_BASE_URL: 'http://gpu:8880/v1',
  };
  const llm = {
    kind: 'found',
    baseUrl: 'http://127.0.0.1:11434/v1',
    model: 'llama3.1',
    label: 'Ollama',
  } as const;
  const services = listServices(plan(env, { llm, livekitServer: undefined }));
  expect(services.map(({ name }) => name)).toEqual(['token', 'agent']);
  expect(services.at(-1)?.env).toMatchObject({
    LIVEKIT_URL: 'wss://livekit.example',
    STT_BASE_URL: 'http://gpu:8870/v1',
    TTS_BASE_URL: 'http://gpu:8880/v1',
    LLM_BASE_URL: 'http://127.0.0.1:11434/v1',
    LLM_MODEL: 'llama3.1',
  });
  expect(services[0]?.env).toMatchObject({
    STT_BASE_URL: 'http://gpu:8870/v1',
    LLM_BASE_URL: 'http://127.0.0.1:11434/v1',
  });
});

test('livekit-server reports to the token server, signed, unless that shows a certificate it could not trust', () => {
  const readSettings = (env: Record<string, string>) =>
    JSON.parse(listServices(plan(env))[0]?.env['LIVEKIT_CONFIG'] ?? '{}') as { webhook?: object };
  expect(readSettings({ TOKEN_SERVER_PORT: '3100' }).webhook).toEqual({
    api_key: 'dev-key',
    urls: ['http://127.0.0.1:3100/webhooks/livekit'],
  });
  const secure = { TLS_CERT_FILE: 'cert.pem', TLS_KEY_FILE: 'key.pem' };
  expect(readSettings(secure).webhook).toBeUndefined();
  const token = listServices(plan(secure)).find(({ name }) => name === 'token');
  expect(token?.readyUrl).toBe('https://127.0.0.1:3000/healthz');
});

test('no secret stands in a command line', () => {
  for (const { args } of listServices(plan({}))) expect(args.join(' ')).not.toContain('a-secret-of');
});

test('what doctor asks of the language model is what the worker asks', () => {
  vi.stubEnv('LLM_EXTRA_BODY', '{"temperature": 0}');
  vi.stubEnv('LLM_STARTS_THINKING', 'yes');
  vi.stubEnv('STT_MODEL', 'base');
  const { llm, stt } = readWorkerConfig(plan({ STT_PORT: '8871' }));
  expect(llm).toMatchObject({
    baseUrl: 'http://127.0.0.1:8890/v1',
    model: 'offline-answers',
    extraBody: { temperature: 0 },
    startsThinking: 'yes',
  });
  expect(stt).toMatchObject({ baseUrl: 'http://127.0.0.1:8871/v1', model: 'base' });
});
