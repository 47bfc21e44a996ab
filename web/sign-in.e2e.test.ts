import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type * as livekitClient from 'livekit-client';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findLiveKitServer } from '../stack/livekit-server.ts';
import { buildPage } from '../stack/page.ts';
import { pickFreePorts } from '../stack/ports.ts';
import { addKey, revokeKey } from '../token-server/authentication/api-keys.ts';
import { signInvite } from '../token-server/authentication/invites.ts';
import { type LivekitServer, startLivekitServer, testConfig } from '../token-server/testing.ts';
import { chromiumPath, closePages, openPage, takePictures } from './testing.ts';

// A token server that asks for credentials, livekit-server and the page; nobody answers the calls.

const root = join(import.meta.dirname, '..');
const REVOKED_AFTER_MS = 1500;
let folder: string;
let livekit: LivekitServer;
let tokenServer: ChildProcess;
let url: string;
let apiKeysFile: string;

beforeAll(async () => {
  if (!chromiumPath) return;
  await buildPage(root);
  folder = await mkdtemp(join(tmpdir(), 'parley-sign-in-'));
  apiKeysFile = join(folder, 'keys.json');
  const command = await findLiveKitServer(join(root, '.cache'), process.env['LIVEKIT_SERVER']);
  if (!command) throw new Error('livekit-server is missing: run `npm run setup`.');
  livekit = await startLivekitServer(command);
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
    },
    stdio: 'ignore',
  });
  while (!(await fetch(`${url}/healthz`).catch(() => undefined))?.ok) await sleep(100);
});

afterEach(closePages);

afterEach(closePages);

afterAll(async () => {
  if (!chromiumPath) return;
  tokenServer.kill();
  await once(tokenServer, 'exit');
  livekit.stop();
  await rm(folder, { recursive: true });
});

/** Calls, and says how the token server answers. */
async function call(page: Page): Promise<number> {
  const answer = page.waitForResponse(`${url}/token`);
  await page.getByRole('button', { name: /Start call|Call again/ }).click();
  return (await answer).status();
}

describe.skipIf(!chromiumPath)('the page of a server that asks who calls', () => {
  test('asks for a key, says when one is not good, and calls with one that is', async () => {
    const page = await openPage(url, {});
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
    await sleep(REVOKED_AFTER_MS);
    await field.press('Enter');
    expect(await call(page)).toBe(201);
  });

  test('takes a key from its address, hides it, keeps it over a reload, and asks again once it is revoked', async () => {
    const key = addKey(apiKeysFile, 'linked', ['call']);
    await sleep(REVOKED_AFTER_MS);
    const page = await openPage(`${url}/#key=${key}`, {});
    expect(page.url()).toBe(`${url}/`);
    await page.reload();
    expect(await call(page)).toBe(201);
    await page.getByRole('button', { name: /Cancel call|End call/ }).click();
    revokeKey(apiKeysFile, 'linked');
    await sleep(REVOKED_AFTER_MS);
    expect(await call(page)).toBe(401);
    await page.getByLabel('Key or invite').waitFor();
  });

  test('an invite is spent by a call, and not by looking at the page', async () => {
    const invite = await signInvite(testConfig.apiSecret, 'guest', 5);
    for (const status of [201, 403]) {
      const page = await openPage(`${url}/#invite=${invite}`, {});
      await page.reload();
      expect(await call(page)).toBe(status);
    }
  });
});

describe.skipIf(!chromiumPath)('livekit-client in another app of the same browser', () => {
  test('gets in with TokenSource.endpoint and a header, and joins', async () => {
    const key = addKey(apiKeysFile, 'app', ['call']);
    await sleep(REVOKED_AFTER_MS);
    const page = await openPage(`${url}/healthz`, {});
    const library = await readFile(
      join(root, 'node_modules/livekit-client/dist/livekit-client.umd.js'),
      'utf8',
    );
    const joined = await page.evaluate(joinWithLivekitClient, { library, key, url: `${url}/token` });
    expect(joined).toEqual({
      name: 'Zoë',
      microphone: true,
      refusal: expect.stringContaining('received 401') as string,
    });
  });
});

/** What the bundle makes of livekit-client. */
type LivekitClient = Pick<typeof livekitClient, 'TokenSource' | 'Room'>;

/** Runs in the page. */
async function joinWithLivekitClient({ library, key, url }: { library: string; key: string; url: string }) {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the published bundle
  new Function(library).call(globalThis);
  const { TokenSource, Room } = (globalThis as unknown as { LivekitClient: LivekitClient }).LivekitClient;
  const refusal = await TokenSource.endpoint(url)
    .fetch({})
    .catch((error: unknown) => String(error));
  const headers = { Authorization: `Bearer ${key}` };
  const source = TokenSource.endpoint(url, { headers });
  const { serverUrl, participantToken } = await source.fetch({ participantName: 'Zoë', agentName: 'parley' });
  const room = new Room();
  await room.connect(serverUrl, participantToken);
  const publication = await room.localParticipant.setMicrophoneEnabled(true);
  const { name } = room.localParticipant;
  await room.disconnect();
  return { name, microphone: publication?.source, refusal };
}
