import { execFile, spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Caller } from './caller.ts';
import { readComposeProject } from './compose-project.ts';
import type { ComposeProject, ComposeService } from './compose-project.ts';
import { readStackConfig } from './config.ts';
import { waitForSound } from './hearing.ts';
import { findLiveKitServer } from './livekit-server.ts';
import { pickFreePorts } from './ports.ts';
import { stageImage } from './staged-image.ts';
import type { StagedImage } from './staged-image.ts';
import { Supervisor } from './supervisor.ts';
import type { Service } from './supervisor.ts';

// What `docker compose up` does, without Docker: each program runs in a folder that holds just what its Dockerfile
// copies and installs, with the environment that docker-compose.yml gives it, and is asked by the health check that is
// written there. Hosts and ports are this machine's.

const root = join(import.meta.dirname, '..');
const config = readStackConfig(process.env);
const cacheDir = resolve(root, config.PARLEY_CACHE_DIR);
const folder = mkdtempSync(join(tmpdir(), 'parley-images-'));
const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
const GREETING_TIMEOUT_MS = 30_000;

/** Digits: livekit-server must not take the secret for a number. */
const keys = { LIVEKIT_API_KEY: 'key', LIVEKIT_API_SECRET: '0123456789012345678901234567890123456789' };

const supervisor = new Supervisor();
const images = new Map<string, StagedImage>();
let project: ComposeProject;
let ports: Record<string, number>;
let redis: ChildProcess | undefined;

beforeAll(async () => {
  ports = await pickFreePorts([
    'redis',
    'livekit',
    'tcp',
    'udp',
    'stt',
    'tts',
    'llm',
    'agent',
    'token-server',
  ]);
  project = await readComposeProject([join(root, 'docker-compose.yml')], {
    ...keys,
    LIVEKIT_PORT: String(ports['livekit']),
    LIVEKIT_TCP_PORT: String(ports['tcp']),
    LIVEKIT_UDP_PORT: String(ports['udp']),
  });
  for (const [name, { build }] of Object.entries(project))
    if (build) images.set(name, stageImage(root, cacheDir, build.dockerfile, join(folder, name)));
  if (hasRedis) redis = await startRedis(String(ports['redis']));
  const services = [await createLiveKitServer(), ...[...images.keys()].map(createService)];
  await supervisor.start(services.sort((one, other) => one.needs.length - other.needs.length));
});

afterAll(async () => {
  await supervisor.stop();
  redis?.kill();
  rmSync(folder, { recursive: true });
});

test('every health check that docker-compose.yml names succeeds', async () => {
  expect([...images.keys()].sort()).toEqual(['agent', 'llm', 'stt', 'token-server', 'tts']);
  for (const name of images.keys()) await checkHealth(name);
});

test('a caller with a key gets a token, joins by livekit.yaml and is greeted', async () => {
  const page = `http://127.0.0.1:${ports['token-server']}`;
  await expect(Caller.join(page)).rejects.toThrow('POST /token answered 401');
  const caller = await Caller.join(page, await makeKey());
  await waitForSound(caller, 0, GREETING_TIMEOUT_MS);
  await caller.leave();
});

test.skipIf(!hasRedis)('livekit-server is known to the others through Redis', async () => {
  const { stdout } = await promisify(execFile)('redis-cli', ['-p', String(ports['redis']), 'keys', '*']);
  expect(stdout).toContain('nodes');
});

test('a health check fails when its program has stopped', async () => {
  await supervisor.stop();
  for (const name of images.keys()) await expect(checkHealth(name), name).rejects.toThrow();
});

/** `docker compose exec token-server npm run --silent keys -- add test` */
async function makeKey(): Promise<string> {
  const { folder, env } = getImage('token-server');
  const args = ['run', '--silent', 'keys', '--', 'add', 'test'];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: folder, env: { ...process.env, ...env } });
  return stdout.split('\n')[0] ?? '';
}

async function createLiveKitServer(): Promise<Service> {
  const command = await findLiveKitServer(cacheDir, config.LIVEKIT_SERVER);
  if (!command) throw new Error('livekit-server is missing: run `npm run setup`.');
  const env = resolveEnvironment(project['livekit']);
  if (!hasRedis) delete env['REDIS_HOST'];
  return {
    name: 'livekit',
    command,
    args: ['--config', join(root, 'livekit.yaml')],
    env: { ...env, LIVEKIT_PORT: String(ports['livekit']) },
    readyUrl: `http://127.0.0.1:${ports['livekit']}/`,
    needs: [],
  };
}

function createService(name: string): Service {
  const image = getImage(name);
  const [program = '', ...args] = image.command;
  const command = program === 'node' ? process.execPath : program;
  const [readyUrl = ''] = /http:[^']+/.exec(getHealthCheck(name).join(' ')) ?? [];
  return {
    name,
    command: '/bin/sh',
    args: ['-c', 'cd "$0" && exec "$@"', image.folder, command, ...args],
    env: { ...image.env, ...resolveEnvironment(project[name]), [image.portVariable]: String(ports[name]) },
    readyUrl,
    needs: Object.keys(project[name]?.depends_on ?? {}),
  };
}

/** A service's environment, with its neighbours' addresses as they are here. */
function resolveEnvironment(service: ComposeService | undefined): Record<string, string> {
  const given = Object.entries({ ...service?.environment, ...pickPassedOnKeys(service) });
  return Object.fromEntries(
    given
      .filter((entry): entry is [string, string] => entry[1] !== null)
      .map(([name, value]) => [
        name,
        value.replace(
          /\b(redis|livekit|stt|tts|llm|agent):\d+/,
          (_, host: string) => `127.0.0.1:${ports[host]}`,
        ),
      ]),
  );
}

function pickPassedOnKeys(service: ComposeService | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(keys).filter(([name]) => service?.environment[name] === null));
}

function getHealthCheck(name: string): string[] {
  const [, ...command] = project[name]?.healthcheck?.test ?? [];
  return command.map((part) => part.replace(`:${getImage(name).port}/`, `:${ports[name]}/`));
}

async function checkHealth(name: string): Promise<void> {
  const [program = '', ...args] = getHealthCheck(name);
  await promisify(execFile)(program, args, { cwd: getImage(name).folder });
}

function getImage(name: string): StagedImage {
  const image = images.get(name);
  if (!image) throw new Error(`docker-compose.yml builds no ${name}`);
  return image;
}

async function startRedis(port: string): Promise<ChildProcess> {
  const server = spawn('redis-server', ['--port', port, '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  });
  const ping = () => promisify(execFile)('redis-cli', ['-p', port, 'ping']);
  await vi.waitFor(ping, { timeout: 10_000, interval: 100 });
  return server;
}
