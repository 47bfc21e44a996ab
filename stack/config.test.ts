import { expect, test } from 'vitest';
import { findEnvFile, readStackConfig } from './config.ts';

test('nothing set means the embedded default on the usual ports', () => {
  expect(readStackConfig({})).toMatchObject({ LIVEKIT_PORT: 7880, TOKEN_SERVER_PORT: 3000, STT_PORT: 8870 });
});

test('empty variables count as unset', () => {
  expect(readStackConfig({ LIVEKIT_URL: '', STT_BASE_URL: '', LLM_PORT: '' }).LLM_PORT).toBe(8890);
});

test('every problem is reported at once', () => {
  const broken = {
    LIVEKIT_PORT: 'seven',
    STT_BASE_URL: 'localhost:8870',
    LIVEKIT_URL: 'wss://livekit.example',
  };
  expect(() => readStackConfig(broken)).toThrow(/LIVEKIT_PORT[^]*STT_BASE_URL: expected a URL/);
});

test('a LiveKit server of your own needs its keys', () => {
  expect(() => readStackConfig({ LIVEKIT_URL: 'wss://livekit.example' })).toThrow('needs LIVEKIT_API_KEY');
});

test('tests run without the settings of whoever runs them', () => {
  expect(findEnvFile('test', '/parley', '/mine.env')).toBe('/dev/null');
  expect(findEnvFile('start', '/parley', '/mine.env')).toBe('/mine.env');
  expect(findEnvFile('eval', '/parley', undefined)).toBe('/parley/.env');
});
