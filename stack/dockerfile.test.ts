import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readStackConfig } from './config.ts';
import { readDockerfile } from './dockerfile.ts';
import { listServices } from './services.ts';

const root = join(import.meta.dirname, '..');
const venv = '.cache/venv/bin/python';
const config = readStackConfig({});
const started = listServices({
  config,
  keys: { apiKey: 'dev-key', apiSecret: 'a-secret-of-at-least-32-characters' },
  llm: { kind: 'offline', baseUrl: 'http://127.0.0.1:8890/v1', model: 'offline-answers', label: '' },
  livekitServer: 'livekit-server',
  python: venv,
});

const node = { baseImage: /^node:\d+\.\d+\.\d+-bookworm-slim$/, install: /^npm ci --omit=dev / };
const python = { baseImage: /^python:3\.1[0-3]\.\d+-slim-bookworm$/ };
const images = [
  { folder: 'agent', service: 'agent', port: config.AGENT_HEALTH_PORT, host: 'AGENT_HEALTH_HOST', ...node },
  {
    folder: 'token-server',
    service: 'token',
    port: config.TOKEN_SERVER_PORT,
    host: 'TOKEN_SERVER_HOST',
    ...node,
  },
  { folder: 'models/llm', service: 'llm', port: config.LLM_PORT, host: 'LLM_HOST', ...node },
  {
    folder: 'models/stt',
    service: 'stt',
    port: config.STT_PORT,
    host: 'STT_HOST',
    install: /^python models\/install\.py stt$/,
    ...python,
  },
  {
    folder: 'models/tts',
    service: 'tts',
    port: config.TTS_PORT,
    host: 'TTS_HOST',
    install: /^python models\/install\.py tts$/,
    ...python,
  },
];

describe.each(images)('$folder/Dockerfile', ({ folder, service, port, host, baseImage, install }) => {
  const dockerfile = readDockerfile(join(root, folder, 'Dockerfile'));

  test('starts what `npm start` starts', () => {
    const { command, args } = started.find(({ name }) => name === service) ?? { command: '', args: [] };
    const program = command === process.execPath ? 'node' : command;
    const paths = args.map((arg) => (arg.startsWith(root) ? relative(root, arg) : arg));
    expect(dockerfile.command).toEqual([program, ...paths]);
  });

  test('installs by the scripts that setup runs', () => {
    expect(dockerfile.runs.filter((run) => install.test(run))).toHaveLength(1);
  });

  test('copies only what is there', () => {
    const copied = dockerfile.copies.filter(({ stage }) => !stage).flatMap(({ sources }) => sources);
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect(copied).not.toContain('.');
  });

  test('is pinned, runs without root, and listens on its default port for its neighbours', () => {
    for (const image of dockerfile.baseImages) expect(image).toMatch(baseImage);
    expect(dockerfile.user).toMatch(/^[1-9]\d*$/);
    expect(dockerfile.port).toBe(port);
    expect(dockerfile.env[host]).toBe('0.0.0.0');
  });
});
