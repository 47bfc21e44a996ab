import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const complete = {
  LIVEKIT_URL: 'ws://127.0.0.1:7880',
  LIVEKIT_API_KEY: 'key',
  LIVEKIT_API_SECRET: 'a-secret-of-at-least-32-characters',
  STT_BASE_URL: 'http://127.0.0.1:8870/v1',
  LLM_BASE_URL: 'http://127.0.0.1:30000/v1',
  LLM_MODEL: 'llama',
  TTS_BASE_URL: 'http://127.0.0.1:8880/v1',
};

test('what is not set has a working default', () => {
  const config = readConfig(complete);
  expect(config.agentName).toBe('parley');
  expect(config.stt).toMatchObject({ model: 'tiny.en', language: 'en', apiKey: 'not-needed' });
  expect(config.tts).toMatchObject({ model: 'kokoro', speed: 1 });
  expect(readConfig({ ...complete, TTS_SPEED: '1.25' }).tts.speed).toBe(1.25);
  expect(config.health).toEqual({ host: '127.0.0.1', port: 8081 });
});

test('paths are added to base URLs, with or without a slash at their end', () => {
  const { stt } = readConfig({ ...complete, STT_BASE_URL: 'http://127.0.0.1:8870/v1/' });
  expect(stt.baseUrl).toBe('http://127.0.0.1:8870/v1');
});

test('an empty variable counts as unset', () => {
  expect(readConfig({ ...complete, STT_MODEL: '', AGENT_HEALTH_PORT: '' }).stt.model).toBe('tiny.en');
});

test('every problem is reported at once, with the name of its variable', () => {
  const broken = {
    ...complete,
    LIVEKIT_URL: 'localhost',
    LIVEKIT_API_SECRET: 'short',
    LLM_MODEL: '',
    TTS_SPEED: '2.5',
  };
  expect(() => readConfig(broken)).toThrow(/LIVEKIT_URL: expected a URL like ws:/);
  expect(() => readConfig(broken)).toThrow(/LIVEKIT_API_SECRET: expected at least 32 characters/);
  expect(() => readConfig(broken)).toThrow(/LLM_MODEL: is not set/);
  expect(() => readConfig(broken)).toThrow(/TTS_SPEED/);
});

test('what is added to requests is a JSON object that leaves our fields alone', () => {
  const read = (extra: string) => readConfig({ ...complete, LLM_EXTRA_BODY: extra }).llm.extraBody;
  expect(readConfig(complete).llm.extraBody).toEqual({});
  expect(read('{"temperature": 0, "stream_options": null}')).toEqual({
    temperature: 0,
    stream_options: null,
  });
  expect(() => read('temperature=0')).toThrow(/LLM_EXTRA_BODY: expected a JSON object like/);
  expect(() => read('[1]')).toThrow(/LLM_EXTRA_BODY: expected a JSON object like/);
  expect(() => read('{"stream": false, "model": "x"}')).toThrow(/LLM_EXTRA_BODY: may not set model, stream/);
});

test('secrets never appear in an error', () => {
  expect(() => readConfig({ ...complete, LIVEKIT_API_SECRET: 'hunter2' })).toThrow(/^((?!hunter2)[^])*$/);
});
