import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as livekitClient from 'livekit-client';
import type { Page } from 'playwright-core';
import { type PreviewServer, build, preview } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { pickFreePorts } from '../stack/ports.ts';
import { recordCaller } from '../stack/recording.ts';
import { type RunningStack, startStack } from '../stack/running-stack.ts';
import { borrowSpeech } from '../stack/shared-stack.ts';
import { addKey } from '../token-server/authentication/api-keys.ts';
import { listen } from '../token-server/testing.ts';
import { findBarriers } from './barriers.ts';
import { chromiumPath, closePages, openPage, readReceivedEnergy, takePictures } from './testing.ts';

// Calls from pages that are not ours, to a stack that asks who calls: sites with <parley-call>, an app on livekit-client,
// and what only takes a URL and a token, like the agents playground.

const root = join(import.meta.dirname, '..');
const example = join(root, 'examples', 'web');
const GREETING = 'How can I help you?';

let folder: string;
let stack: RunningStack;
let recording: string;
/** What a site holds in its page, and what only its backend holds. */
let key: string;
let operatorKey: string;
/** The stack lets the pages of the first one ask for calls, and not those of the second. */
const servers: Server[] = [createServer(serveSite), createServer(serveSite)];
let site: string;
let stranger: string;
let app: PreviewServer;
let appUrl: string;

beforeAll(async () => {
  if (!chromiumPath) return;
  folder = await mkdtemp(join(tmpdir(), 'parley-other-sites-'));
  const apiKeysFile = join(folder, 'keys.json');
  key = addKey(apiKeysFile, 'site', ['call']);
  operatorKey = addKey(apiKeysFile, 'backend', ['operate']);
  [site = '', stranger = ''] = await Promise.all(servers.map(listen));
  const { port } = await pickFreePorts(['port']);
  appUrl = `http://127.0.0.1:${port}`;
  const quiet = { root: example, configFile: false, logLevel: 'warn' } as const;
  const output = { outDir: join(folder, 'app'), emptyOutDir: true, chunkSizeWarningLimit: 1200 };
  await build({ ...quiet, build: output });
  app = await preview({ ...quiet, build: output, preview: { host: '127.0.0.1', port, strictPort: true } });
  stack = await startStack({
    ...borrowSpeech(),
    API_KEYS_FILE: apiKeysFile,
    CORS_ORIGINS: `${site},${appUrl}`,
  });
  recording = await recordCaller(stack, [{ atSeconds: 8, says: 'What are your opening hours?' }]);
});

afterEach(closePages);

afterAll(async () => {
  if (!chromiumPath) return;
  await stack.stop();
  await app.close();
  for (const server of servers) server.close().closeAllConnections();
  await rm(folder, { recursive: true });
});

/** A small site: pages with the element, a backend that makes invites, and livekit-client as its package is published. */
function serveSite(request: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site');
  const script = `<script async src="${stack.page}/parley.js"`;
  switch (pathname) {
    case '/element': {
      const livekit = `${stack.livekit} ${stack.livekit.replace('ws', 'http')}`;
      const policy = `default-src 'none'; script-src ${stack.page}; connect-src ${stack.page} ${livekit}`;
      const server = searchParams.get('server') ?? stack.page;
      const credential = searchParams.get('credential') ?? key;
      const element = `<parley-call server="${server}" credential="${credential}"></parley-call>`;
      response.setHeader('Content-Security-Policy', policy);
      sendPage(response, `${script}></script>${element}`);
      break;
    }
    case '/one-line':
      sendPage(response, `${script} data-call data-credential="${key}"></script>`);
      break;
    case '/invited': {
      const ask =
        "document.querySelector('parley-call').credential = async () => (await fetch('/invite')).text()";
      sendPage(response, `<parley-call></parley-call><script>${ask}</script>${script}></script>`);
      break;
    }
    case '/invite':
      void fetchInvite().then((invite) => response.end(invite));
      break;
    case '/livekit-client.js': {
      const library = join(root, 'node_modules/livekit-client/dist/livekit-client.umd.js');
      void readFile(library).then((bytes) => response.end(bytes));
      break;
    }
    default:
      sendPage(response, '<script src="/livekit-client.js"></script>');
  }
}

function sendPage(response: ServerResponse, body: string): void {
  const head = '<meta charset="utf-8"><title>A site</title>';
  response.setHeader('Content-Type', 'text/html');
  response.end(
    `<!doctype html><html lang="en"><head>${head}</head><body><main><h1>A site</h1>${body}</main>`,
  );
}

async function fetchInvite(): Promise<string> {
  const answer = await fetch(`${stack.page}/invites`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${operatorKey}`, 'Content-Type': 'application/json' },
    body: '{}',
  });
  return ((await answer.json()) as { invite: string }).invite;
}

function findCall(page: Page) {
  return page.getByRole('region', { name: 'Voice call' });
}

describe.skipIf(!chromiumPath)('<parley-call> on a site of somebody else', () => {
  test('calls, is heard and hears, under a policy that allows the server and nothing else', async () => {
    const refused: string[] = [];
    const page = await openPage(`${site}/element`, {
      recording,
      prepare: (opened) =>
        Promise.resolve(
          opened.on('console', (message) => message.type() === 'error' && refused.push(message.text())),
        ),
    });
    const call = findCall(page);
    await call.getByRole('button', { name: 'Start call' }).click();
    await expect.poll(() => call.innerText(), { timeout: 30_000 }).toContain(GREETING);
    await expect.poll(() => readReceivedEnergy(page)).toBeGreaterThan(0);
    expect(await call.locator('audio').evaluate((audio) => (audio as HTMLAudioElement).paused)).toBe(false);
    await takePictures(page, 'embedded-call');
    await call.getByRole('button', { name: 'Mute microphone' }).click();
    await expect.poll(() => readMicrophone(page)).toMatchObject({ enabled: false });
    await call.getByRole('button', { name: 'Unmute microphone' }).click();
    await expect.poll(() => readMicrophone(page)).toMatchObject({ enabled: true });
    expect(await findBarriers(page)).toEqual([]);
    await expect.poll(() => call.innerText(), { timeout: 30_000 }).toMatch(/You .*opening hours/i);

    await call.getByRole('button', { name: 'End call' }).click();
    const again = call.getByRole('button', { name: 'Call again' });
    await again.waitFor();
    expect(await again.evaluate((button) => button.matches(':focus'))).toBe(true);
    expect(refused).toEqual([]);
  });

  test.each(['/one-line', '/invited'])('is also there on %s', async (path) => {
    const page = await openPage(site + path, { recording });
    const call = findCall(page);
    await call.getByRole('button', { name: 'Start call' }).click();
    await expect.poll(() => call.innerText(), { timeout: 30_000 }).toMatch(/Listening|Speaking/);
    await page.locator('parley-call').evaluate((element) => {
      element.remove();
    });
    await expect.poll(() => readMicrophone(page)).toMatchObject({ readyState: 'ended' });
  });

  test('says what is wrong', async () => {
    const { port } = await pickFreePorts(['port']);
    const page = await openPage(`${stranger}/element`, { recording });
    const press = async (name: string) => {
      await findCall(page).getByRole('button', { name }).click();
      await page.getByRole('alert').waitFor();
      return page.getByRole('alert').innerText();
    };
    expect(await press('Start call')).toContain('This site may not call');
    await takePictures(page, 'embedded-call-refused');
    expect(await findBarriers(page)).toEqual([]);
    await page.goto(`${site}/element?credential=parley_nonsense`);
    expect(await press('Start call')).toContain('was not accepted');
    await page.goto(`${site}/element?server=http://127.0.0.1:${port}`);
    expect(await press('Start call')).toContain('The server does not answer');
  });
});

describe.skipIf(!chromiumPath)('the example of a web app', () => {
  test('talks and gets an answer', async () => {
    const page = await openPage(appUrl, { recording });
    await page.getByLabel('Server').fill(stack.page);
    await page.getByLabel('Key or invite').fill('parley_nonsense');
    await page.getByRole('button', { name: 'Call' }).click();
    await expect.poll(() => page.getByRole('status').innerText()).toContain('received 401');

    await page.getByLabel('Key or invite').fill(key);
    await page.getByRole('button', { name: 'Call' }).click();
    const conversation = page.getByRole('list', { name: 'Conversation' });
    await expect.poll(() => conversation.innerText(), { timeout: 30_000 }).toContain(GREETING);
    await expect.poll(() => conversation.innerText(), { timeout: 40_000 }).toMatch(/You: .*opening hours/i);
    await expect
      .poll(() => conversation.innerText(), { timeout: 30_000 })
      .toContain('On Mondays we are closed');
    await expect.poll(() => readReceivedEnergy(page)).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Hang up' }).click();
    await expect.poll(() => page.getByRole('status').innerText()).toBe('The call is over.');
  });
});

describe.skipIf(!chromiumPath)('livekit-client in a page of somebody else', () => {
  test('joins with a URL and a token that are pasted, as in the agents playground, and is greeted', async () => {
    const [url = '', token = ''] = await requestAsDescribed();
    const page = await openPage(stranger, { recording });
    await page.evaluate(joinRoom, { serverUrl: url, participantToken: token });
    await expectGreeting(page);
  });

  test('joins with TokenSource.endpoint, and is greeted', async () => {
    const page = await openPage(site, { recording });
    await page.evaluate(joinRoom, { url: `${stack.page}/token`, key });
    await expectGreeting(page);
  });
});

/** What has become of the microphone that the page opened last. */
function readMicrophone(page: Page) {
  return page.evaluate(() => {
    const track = (globalThis as unknown as { keptTracks: MediaStreamTrack[] }).keptTracks.at(-1);
    return { enabled: track?.enabled, readyState: track?.readyState };
  });
}

/** Sends the token request that examples/README.md shows. @returns server URL and token */
async function requestAsDescribed(): Promise<string[]> {
  const [, block = ''] =
    /```http\n(POST[^]*?)```/.exec(await readFile(join(root, 'examples/README.md'), 'utf8')) ?? [];
  const [head = '', body = ''] = block.replace('parley_…', key).split('\n\n');
  const [line = '', ...fields] = head.split('\n');
  const [method = '', path = ''] = line.split(' ');
  const headers = new Headers(fields.map((field) => field.split(': ') as [string, string]));
  headers.delete('Host');
  const answer = await fetch(stack.page + path, { method, headers, body });
  expect(answer.status).toBe(201);
  const { server_url, participant_token } = (await answer.json()) as Record<string, string>;
  return [server_url ?? '', participant_token ?? ''];
}

async function expectGreeting(page: Page): Promise<void> {
  await expect.poll(() => page.locator('body').innerText(), { timeout: 30_000 }).toContain(GREETING);
  await expect.poll(() => readReceivedEnergy(page)).toBeGreaterThan(0);
}

type Ticket = { serverUrl: string; participantToken: string } | { url: string; key: string };

/** Runs in the page: joins, speaks, plays and writes down what is said. */
async function joinRoom(ticket: Ticket): Promise<void> {
  type LivekitClient = Pick<typeof livekitClient, 'Room' | 'TokenSource'>;
  const { Room, TokenSource } = (globalThis as unknown as { LivekitClient: LivekitClient }).LivekitClient;
  const room = new Room();
  room.on('trackSubscribed', (track) => document.body.append(track.attach()));
  room.registerTextStreamHandler('lk.transcription', (reader) => {
    void reader.readAll().then((text) => {
      document.body.append(text);
    });
  });
  const { serverUrl, participantToken } =
    'url' in ticket
      ? await TokenSource.endpoint(ticket.url, { headers: { Authorization: `Bearer ${ticket.key}` } }).fetch(
          {},
        )
      : ticket;
  await room.connect(serverUrl, participantToken);
  await room.localParticipant.setMicrophoneEnabled(true);
}
