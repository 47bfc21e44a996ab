import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig as readAgentConfig } from '../agent/config.ts';
import { readConfig as readTokenServerConfig } from '../token-server/config.ts';
import { listComposeVariables, readComposeProject } from './compose-project.ts';
import { readStackConfig } from './config.ts';
import { listPythonVariables, listTypeScriptVariables, readModelSettings } from './program-variables.ts';

const root = join(import.meta.dirname, '..');
const python = resolve(root, readStackConfig(process.env).PARLEY_CACHE_DIR, 'venv', 'bin', 'python');
const composeFiles = ['docker-compose.yml', 'docker-compose.gpu.yml'].map((file) => join(root, file));

const example = [
  ...(await readFile(join(root, '.env.example'), 'utf8')).matchAll(/^(?:# )?([A-Z]\w+)=(.*)$/gm),
].map(([, name = '', value = '']) => [name, value] as const);
const names = example.map(([name]) => name);

/** What has no default. */
const required = {
  LIVEKIT_URL: 'ws://127.0.0.1:7880',
  LIVEKIT_API_KEY: 'key',
  LIVEKIT_API_SECRET: 'a-secret-of-at-least-32-characters',
  STT_BASE_URL: 'http://127.0.0.1:8870/v1',
  TTS_BASE_URL: 'http://127.0.0.1:8880/v1',
  LLM_BASE_URL: 'http://127.0.0.1:8890/v1',
  LLM_MODEL: 'offline-answers',
  HF_TOKEN: 'token',
};

/** The example as an environment: every default set explicitly. */
const defaults = { ...Object.fromEntries(example.filter(([, value]) => value !== '')), ...required };

test('lists every variable that something reads, once, and no other', async () => {
  const read = new Set([
    ...(await listTypeScriptVariables(['agent', 'token-server', 'models', 'stack'])),
    ...(await listPythonVariables()),
    ...Object.keys(await readModelSettings('stt', python)),
    ...Object.keys(await readModelSettings('tts', python)),
    ...(await Promise.all(composeFiles.map(listComposeVariables))).flat(),
  ]);
  expect(names.toSorted()).toEqual([...read].sort());
});

test('its defaults are those of the programs', async () => {
  expect(readAgentConfig(defaults)).toEqual(readAgentConfig(required));
  expect(readTokenServerConfig(defaults)).toEqual(readTokenServerConfig(required));
  expect(readStackConfig(defaults)).toEqual(readStackConfig(required));
  for (const server of ['stt', 'tts'] as const)
    expect(await readModelSettings(server, python, defaults)).toEqual(
      await readModelSettings(server, python),
    );
});

test('its defaults are those of the containers', { timeout: 120_000 }, async () => {
  const bare = await readComposeProject(composeFiles, required);
  // The GPU has a default of its own for STT_MODEL.
  const set = await readComposeProject(composeFiles, { ...defaults, STT_MODEL: '' });
  for (const [service, { environment }] of Object.entries(bare))
    for (const [name, value] of Object.entries(environment))
      if (value === null) environment[name] = set[service]?.environment[name] ?? null; // Its program's default.
  expect(set).toEqual(bare);
});
