import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type IncomingMessage, createServer, request } from 'node:http';
import { get as secureGet } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

import { TokenSource } from 'livekit-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { installLiveKitServer } from '../stack/livekit-server.ts';
import {
  type LivekitServer,
  findFreePort,
  listen,
  makeCertificate,
  startLivekitServer,
  testConfig,
} from './testing.ts';

const main = resolve(import.meta.dirname, 'main.ts');
const tsx = pathToFileURL(resolve(import.meta.dirname, '../node_modules/tsx/dist/loader.mjs')).href;
const keys = { LIVEKIT_API_KEY: testConfig.apiKey, LIVEKIT_API_SECRET: testConfig.apiSecret };

let livekit: LivekitServer;

beforeAll(async () => {
  const cacheDir = resolve(import.meta.dirname, '../.cache');
  livekit = await startLivekitServer(await installLiveKitServer(cacheDir, process.env.LIVEKIT_SERVER));
});

afterAll(() => {
  livekit.stop();
});

/** Runs the process in a folder without .env; `output` grows while it runs. */
function start(env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', tsx, main], {
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'], CALL_LOG_DIR: 'off', ...env },
    timeout: 15_000,
  });
  const run = { child, output: '', exit: once(child, 'close') as Promise<[number | null, string | null]> };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => (run.output += data.toString()));
  }
  return run;
}

/** Whether a new connection finds nobody. */
function isRefused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => {
      resolve(true);
    });
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
  });
}

describe('the process', () => {
  it('serves tokens to livekit-client, refuses 1 MB, and stops when asked', async () => {
    const port = await findFreePort();
    const server = start({ ...keys, LIVEKIT_URL: livekit.url, TOKEN_SERVER_PORT: String(port) });
    await expect.poll(() => server.output, { timeout: 10_000 }).toContain(`http://127.0.0.1:${port}`);
    const url = `http://127.0.0.1:${port}/token`;

    const source = TokenSource.endpoint(url);
    const { serverUrl, participantToken } = await source.fetch({
      participantName: 'Zoë',
      agentName: 'parley',
    });
    expect(serverUrl).toBe(livekit.url.replace('http', 'ws'));
    expect(participantToken.split('.')).toHaveLength(3);
    await expect(source.fetch({ roomName: 'lobby' })).rejects.toThrow(
      /422.*room_name is chosen by the server/,
    );

    expect(server.output).toContain('Development mode');

    const startedAt = performance.now();
    const body = JSON.stringify({ participant_metadata: 'x'.repeat(1_000_000) });
    const refused = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/json' },
    });
    expect(refused.status).toBe(413);
    expect(performance.now() - startedAt).toBeLessThan(1000);

    server.child.kill('SIGTERM');
    expect(await server.exit).toEqual([0, null]);
    expect(server.output).not.toContain(participantToken);
  });

  it('finishes what it was asked before it ends, and takes no new requests meanwhile', async () => {
    const port = await findFreePort();
    const server = start({ ...keys, LIVEKIT_URL: livekit.url, TOKEN_SERVER_PORT: String(port) });
    await expect.poll(() => server.output, { timeout: 10_000 }).toContain(`:${port}`);
    const asked = request({
      port,
      path: '/token',
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Length': 2 },
    });
    asked.write('{');
    await sleep(200); // It has begun to read.
    server.child.kill('SIGTERM');
    await expect.poll(() => isRefused(port), { timeout: 2000 }).toBe(true);
    asked.end('}');
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(201);
    answer.resume();
    expect(await server.exit).toEqual([0, null]);
    const line = /^\{.*call granted.*\}$/m.exec(server.output)?.[0] ?? '{}';
    expect(JSON.parse(line)).toMatchObject({ client: 'development', kind: 'development', agent: 'parley' });
  });

  it('speaks HTTPS with a certificate of its own, and says that this host is HTTPS only', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-https-'));
    await makeCertificate(folder, 'parley');
    const port = await findFreePort();
    const tls = { TLS_CERT_FILE: join(folder, 'parley.crt'), TLS_KEY_FILE: join(folder, 'parley.key') };
    const server = start({ ...keys, ...tls, TOKEN_SERVER_PORT: String(port) });
    await expect.poll(() => server.output, { timeout: 10_000 }).toContain(`https://127.0.0.1:${port}`);
    const asked = secureGet({
      port,
      host: '127.0.0.1',
      path: '/healthz',
      ca: readFileSync(tls.TLS_CERT_FILE),
    });
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
    answer.resume();
    server.child.kill('SIGTERM');
    expect(await server.exit).toEqual([0, null]);

    const broken = start({
      ...keys,
      ...tls,
      TLS_KEY_FILE: tls.TLS_CERT_FILE,
      TOKEN_SERVER_PORT: String(port),
    });
    expect(await broken.exit).toEqual([1, null]);
    expect(broken.output).toContain('are no certificate and its key');
    rmSync(folder, { recursive: true });
  });

  it('says in one line that its port is taken', async () => {
    const other = createServer();
    const { port } = new URL(await listen(other));
    const server = start({ ...keys, TOKEN_SERVER_PORT: port });
    expect(await server.exit).toEqual([1, null]);
    other.close();
    expect(server.output.trim()).toBe(
      `The token server cannot listen on 127.0.0.1:${port}: another program has this port. Stop it, or set TOKEN_SERVER_PORT.`,
    );
  });

  it('does not start on a network address with a development key', async () => {
    const server = start({ ...keys, LIVEKIT_API_KEY: 'dev-1', TOKEN_SERVER_HOST: '0.0.0.0' });
    expect(await server.exit).toEqual([1, null]);
    expect(server.output).toContain("LIVEKIT_API_KEY begins with 'dev-'");
  });

  it('does not start on a network address when nothing says who may call', async () => {
    const server = start({ ...keys, TOKEN_SERVER_HOST: '0.0.0.0' });
    expect(await server.exit).toEqual([1, null]);
    expect(server.output).toMatch(/TOKEN_SERVER_HOST=0\.0\.0\.0.*who may call.*npm run keys -- add NAME/);
  });
});
