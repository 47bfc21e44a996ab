import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type * as livekitClient from 'livekit-client';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { encodeWav } from '../agent/stt/wav.ts';
import { CALL_RATE_HZ } from '../stack/caller.ts';
import { findLiveKitServer } from '../stack/livekit-server.ts';
import { buildPage } from '../stack/page.ts';
import { pickFreePorts } from '../stack/ports.ts';
import { addKey, revokeKey } from '../token-server/authentication/api-keys.ts';
import { signInvite } from '../token-server/authentication/invites.ts';
import { type LivekitServer, listen, startLivekitServer, testConfig } from '../token-server/testing.ts';
import { chromiumPath, closePages, openPage, takePictures } from './testing.ts';

// A token server that asks for credentials, livekit-server and the page; nobody answers the calls.

const root = join(import.meta.dirname, '..');
let folder: string;
let livekit: LivekitServer;
let tokenServer: ChildProcess;
let url: string;
/** Of a site of somebody else. */
let app: Server;
let appUrl: string;
let apiKeysFile: string;
/** A microphone, which nobody speaks into. */
let recording: string;

beforeAll(async () => {
  if (!chromiumPath) return;
  await buildPage(root);
  folder = await mkdtemp(join(tmpdir(), 'parley-sign-in-'));
  apiKeysFile = join(folder, 'keys.json');
  recording = join(folder, 'microphone.wav');
  await writeFile(recording, encodeWav(new Int16Array(CALL_RATE_HZ), CALL_RATE_HZ));
  const command = await findLiveKitServer(join(root, '.cache'), process.env['LIVEKIT_SERVER']);
  if (!command) throw new Error('livekit-server is missing: run `npm run setup`.');
  livekit = await startLivekitServer(command);
  app = await startApp();
  const { port } = await pickFreePorts(['port']);
  url = `http://127.0.0.1:${port}`;
  tokenServer = spawn(process.execPath, ['--import', 'tsx', 'token-server/main.ts'], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      ENV_FILE: '/dev/null',
      LIVEKIT_URL: livekit.url,
      LIVEKIT_API_KEY: testConfig.apiKey,
      LIVEKIT_API_SECRET: testConfig.apiSecret,
      TOKEN_SERVER_PORT: String(port),
      API_KEYS_FILE: apiKeysFile,
      CORS_ORIGINS: appUrl,
    },
    stdio: 'ignore',
  });
  while (!(await fetch(`${url}/healthz`).catch(() => undefined))?.ok) await sleep(100);
});

afterEach(closePages);

afterEach(closePages);

afterAll(async () => {
  if (!chromiumPath) return;
  app.close().closeAllConnections();
  tokenServer.kill();
  await once(tokenServer, 'exit');
  livekit.stop();
  await rm(folder, { recursive: true });
});

/** Calls, and says how the token server answers. */
async function call(page: Page): Promise<number> {
  const [answer] = await Promise.all([
    page.waitForResponse(`${url}/token`),
    page.getByRole('button', { name: /Start call|Call again|Try again/ }).click(),
  ]);
  return answer.status();
}

describe.skipIf(!chromiumPath)('the page of a server that asks who calls', () => {
  test('asks for a key, says when one is not good, and calls with one that is', async () => {
    const page = await openPage(url, { recording });
    const field = page.getByLabel('Key or invite');
    await field.waitFor();
    expect(await page.getByRole('button', { name: 'Start call' }).count()).toBe(0);
    expect(await page.getByText('Development mode').count()).toBe(0);
    await takePictures(page, 'sign-in');

    await field.fill('parley_nonsense');
    await field.press('Enter');
    expect(await call(page)).toBe(401);
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('was not accepted');
    await takePictures(page, 'sign-in-refused');

    await field.fill(addKey(apiKeysFile, 'typed', ['call']));
    await field.press('Enter');
    expect(await call(page)).toBe(201);
  });

  test('takes a key from its address, hides it, keeps it over a reload, and asks again once it is revoked', async () => {
    const key = addKey(apiKeysFile, 'linked', ['call']);
    const page = await openPage(`${url}/#key=${key}`, { recording });
    expect(page.url()).toBe(`${url}/`);
    await page.reload();
    expect(await call(page)).toBe(201);
    await page.getByRole('button', { name: /Cancel call|End call/ }).click();
    revokeKey(apiKeysFile, 'linked');
    expect(await call(page)).toBe(401);
    await page.getByLabel('Key or invite').waitFor();
  });

  test('an invite is spent by a call, and not by looking at the page', async () => {
    const invite = await signInvite(testConfig.apiSecret, 'guest', 5);
    for (const status of [201, 403]) {
      const page = await openPage(`${url}/#invite=${invite}`, { recording });
      await page.reload();
      expect(await call(page)).toBe(status);
    }
  });
});

describe.skipIf(!chromiumPath)('the dashboard of a server that asks who looks', () => {
  test('shows nothing before a key that may operate', async () => {
    const caller = addKey(apiKeysFile, 'caller', ['call']);
    const operator = addKey(apiKeysFile, 'operator', ['operate']);
    const page = await openPage(`${url}/dashboard`, {});
    const field = page.getByLabel('Key or invite');
    const health = page.getByRole('heading', { name: 'Health' });
    await field.waitFor();
    expect(await health.count()).toBe(0);
    await takePictures(page, 'dashboard-sign-in');

    await field.fill(caller);
    await field.press('Enter');
    await expect.poll(() => page.getByRole('status').innerText()).toContain('does not allow to operate');
    expect(await health.count()).toBe(0);

    await field.fill(operator);
    await field.press('Enter');
    await health.waitFor();
    expect(await page.getByText('Does not answer').count()).toBe(1); // Nobody takes calls here.
    await page.reload();
    await health.waitFor();
  });
});

describe.skipIf(!chromiumPath)('an app of somebody else, with livekit-client', () => {
  test('gets in with TokenSource.endpoint and a header, or with a URL and token that were pasted', async () => {
    const key = addKey(apiKeysFile, 'app', ['call']);
    const page = await openPage(appUrl, { recording });
    const joined = await page.evaluate(joinWithLivekitClient, { key, url: `${url}/token` });
    expect(joined).toEqual({
      refusal: expect.stringContaining('received 401') as string,
      fromEndpoint: { name: 'Zoë', microphone: 'microphone' },
      fromPasted: { name: '', microphone: 'microphone' },
    });
  });
});

/** Serves the published bundle of livekit-client, as another site would. */
async function startApp(): Promise<Server> {
  const library = await readFile(join(root, 'node_modules/livekit-client/dist/livekit-client.umd.js'));
  const server = createServer((request, response) => {
    if (request.url === '/livekit-client.js') return void response.end(library);
    response.setHeader('Content-Type', 'text/html').end('<script src="/livekit-client.js"></script>');
  });
  appUrl = await listen(server);
  return server;
}

/** What the bundle leaves in the page. */
type LivekitClient = Pick<typeof livekitClient, 'TokenSource' | 'Room'>;

/** Runs in the page. */
async function joinWithLivekitClient({ key, url }: { key: string; url: string }) {
  const { TokenSource, Room } = (globalThis as unknown as { LivekitClient: LivekitClient }).LivekitClient;
  const join = async (source: { fetch: () => Promise<{ serverUrl: string; participantToken: string }> }) => {
    const { serverUrl, participantToken } = await source.fetch();
    const room = new Room();
    await room.connect(serverUrl, participantToken);
    const publication = await room.localParticipant.setMicrophoneEnabled(true);
    const { name } = room.localParticipant;
    await room.disconnect();
    return { name, microphone: publication?.source };
  };

  const refusal = await TokenSource.endpoint(url)
    .fetch({})
    .catch((error: unknown) => String(error));
  const headers = { Authorization: `Bearer ${key}` };
  const endpoint = TokenSource.endpoint(url, { headers });
  const fromEndpoint = await join({
    fetch: () =>
      endpoint.fetch({ participantName: 'Zoë', agentName: 'parley', agentMetadata: 'from an app' }),
  });
  const answer = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: '{}',
  });
  const pasted = (await answer.json()) as { server_url: string; participant_token: string };
  const { server_url: serverUrl, participant_token: participantToken } = pasted;
  const fromPasted = await join(TokenSource.literal({ serverUrl, participantToken }));
  return { refusal, fromEndpoint, fromPasted };
}
