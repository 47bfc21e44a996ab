import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { readComposeProject } from './compose-project.ts';
import type { ComposeProject } from './compose-project.ts';
import { readDockerfile } from './dockerfile.ts';
import { listTypeScriptVariables, readModelSettings } from './program-variables.ts';
import { readStackConfig } from './config.ts';

const root = join(import.meta.dirname, '..');
const onCpu = [join(root, 'docker-compose.yml')];
const onGpu = [...onCpu, join(root, 'docker-compose.gpu.yml')];
const keys = { LIVEKIT_API_KEY: 'key', LIVEKIT_API_SECRET: 'a-secret-of-at-least-32-characters' };
const COLD_GO_BUILD_MS = 180_000;

let project: ComposeProject;
let gpuProject: ComposeProject;
beforeAll(async () => {
  project = await readComposeProject(onCpu, keys);
  gpuProject = await readComposeProject(onGpu, { ...keys, HF_TOKEN: 'token' });
}, COLD_GO_BUILD_MS);

test('the whole of Parley, each part started when what it needs is healthy', () => {
  const needs = Object.entries(project).map(([name, { depends_on = {} }]) => [name, Object.keys(depends_on)]);
  expect(Object.fromEntries(needs)).toEqual({
    redis: [],
    livekit: ['redis'],
    stt: [],
    tts: [],
    llm: [],
    agent: ['livekit', 'llm', 'stt', 'tts'],
    'token-server': ['livekit'],
  });
  for (const { depends_on = {}, healthcheck } of Object.values(project)) {
    expect(healthcheck?.test[0]).toBe('CMD');
    for (const { condition } of Object.values(depends_on)) expect(condition).toBe('service_healthy');
  }
});

test.each(['LIVEKIT_API_KEY', 'LIVEKIT_API_SECRET'])(
  'refuses to start without %s and says how to make one',
  async (name) => {
    const error = `required variable ${name} is missing a value: set it in .env, for example to the output of: openssl rand`;
    await expect(readComposeProject(onCpu, { ...keys, [name]: '' })).rejects.toThrow(error);
  },
);

test('livekit-server takes the keys as text, digits too, and the pair that went before', async () => {
  const digits = { LIVEKIT_API_KEY: '12', LIVEKIT_API_SECRET: '0'.repeat(32) };
  const previous = { LIVEKIT_API_KEY_PREVIOUS: '11', LIVEKIT_API_SECRET_PREVIOUS: '1'.repeat(32) };
  const [before, during] = [digits, { ...digits, ...previous }].map((variables) =>
    readComposeProject(onCpu, variables),
  );
  const readKeys = async (services: typeof before) =>
    parseYaml((await services)?.['livekit']?.environment['LIVEKIT_KEYS'] ?? '') as unknown;
  expect(await readKeys(before)).toEqual({ 12: '0'.repeat(32) });
  expect(await readKeys(during)).toEqual({ 12: '0'.repeat(32), 11: '1'.repeat(32) });
});

test('images of others are pinned to a version', () => {
  for (const { image, build } of [...Object.values(project), ...Object.values(gpuProject)])
    if (!build) expect(image).toMatch(/:v?\d+\.\d+\.\d+/);
});

test('every container is confined', () => {
  for (const [name, service] of Object.entries(project)) {
    expect(service, name).toMatchObject({
      restart: 'unless-stopped',
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    const user = service.user ?? readDockerfile(join(root, service.build?.dockerfile ?? '')).user;
    expect(user, name).toMatch(/^(?!0|root)./);
  }
});

test('only this machine reaches it, unless the address is set; the model servers are never published', async () => {
  const publish = (services: ComposeProject) =>
    Object.entries(services).flatMap(([name, { ports = [] }]) =>
      ports.map((port) => `${name} ${port.host_ip}:${port.published}->${port.target}/${port.protocol}`),
    );
  expect(publish(project)).toEqual([
    'livekit 127.0.0.1:7880->7880/tcp',
    'livekit 127.0.0.1:7881->7881/tcp',
    'livekit 127.0.0.1:7882->7882/udp',
    'token-server 127.0.0.1:3000->3000/tcp',
  ]);
  const moved = await readComposeProject(onCpu, {
    ...keys,
    PUBLISH_ADDRESS: '0.0.0.0',
    LIVEKIT_PORT: '1',
    LIVEKIT_TCP_PORT: '2',
    LIVEKIT_UDP_PORT: '3',
    TOKEN_SERVER_PORT: '4',
  });
  expect(publish(moved)).toEqual([
    'livekit 0.0.0.0:1->7880/tcp',
    'livekit 0.0.0.0:2->2/tcp',
    'livekit 0.0.0.0:3->3/udp',
    'token-server 0.0.0.0:4->3000/tcp',
  ]);
  expect(moved['livekit']?.environment).toMatchObject({ LIVEKIT_RTC_TCP_PORT: '2', UDP_PORT: '3' });
  expect(moved['token-server']?.environment['LIVEKIT_PUBLIC_URL']).toBe('ws://127.0.0.1:1');
});

/** Set by the image or replaced by a mount: inside a container there is nothing to choose. */
const fixed = /_(HOST|PORT|DIR|FILE)$/;

describe('each program is given the variables it reads and no others', () => {
  test.each([
    ['agent', 'agent'],
    ['token-server', 'token-server'],
    ['llm', 'models/llm'],
  ])('%s', async (service, folder) => {
    const read = (await listTypeScriptVariables([folder])).filter((name) => !fixed.test(name));
    expect(Object.keys(project[service]?.environment ?? {}).sort()).toEqual(read.sort());
  });

  test.each(['stt', 'tts'] as const)('%s', async (service) => {
    const python = join(root, readStackConfig(process.env).PARLEY_CACHE_DIR, 'venv', 'bin', 'python');
    const read = Object.keys(await readModelSettings(service, python)).filter((name) => !fixed.test(name));
    expect(Object.keys(project[service]?.environment ?? {}).sort()).toEqual(read.sort());
  });
});

test('with the GPU file the models run on CUDA, and SGLang takes the place of the offline answers', () => {
  const { stt, tts, llm, agent } = gpuProject;
  for (const service of [stt, tts, llm]) {
    const [device] = service?.deploy?.resources.reservations.devices ?? [];
    expect(device).toMatchObject({ driver: 'nvidia', capabilities: ['gpu', 'compute', 'utility'] });
  }
  for (const service of [stt, tts]) expect(service?.build?.args).toEqual({ DEVICE: 'cuda' });
  expect(stt?.environment).toMatchObject({ STT_DEVICE: 'cuda', STT_MODEL: 'large-v3-turbo' });
  expect(tts?.environment).toMatchObject({ TTS_DEVICE: 'cuda' });
  expect(llm?.build).toBeUndefined();
  expect(llm?.image).toMatch(/^lmsysorg\/sglang:/);
  expect(llm?.command).toEqual(
    expect.arrayContaining([
      '--model-path=meta-llama/Llama-3.1-8B-Instruct',
      '--host=0.0.0.0',
      '--port=30000',
    ]),
  );
  expect(agent?.environment).toMatchObject({
    STT_MODEL: 'large-v3-turbo',
    LLM_BASE_URL: 'http://llm:30000/v1',
    LLM_MODEL: 'meta-llama/Llama-3.1-8B-Instruct',
  });
  expect(gpuProject['token-server']?.environment['LLM_BASE_URL']).toBe(agent?.environment['LLM_BASE_URL']);
});
