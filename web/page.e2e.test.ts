import { access, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeWav } from '../agent/stt/wav.ts';
import { CALL_RATE_HZ } from '../stack/caller.ts';
import { startStack } from '../stack/running-stack.ts';
import type { RunningStack } from '../stack/running-stack.ts';
import { synthesize } from '../stack/speech.ts';

const QUESTION = 'What are your opening hours?';

/** The recording starts with this much silence, in which the greeting is spoken. */
const LEAD_IN_SECONDS = 8;
const screenshots = join(import.meta.dirname, '..', '.cache', 'screenshots');

const browsers = [
  process.env['CHROMIUM_PATH'],
  chromium.executablePath(), // where `npx playwright-core install chromium` puts it
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

async function findBrowser(): Promise<string | undefined> {
  for (const path of browsers)
    if (
      path &&
      (await access(path).then(
        () => true,
        () => false,
      ))
    )
      return path;
  return undefined;
}

const executablePath = await findBrowser();
if (!executablePath)
  console.warn('No Chromium here: the page is not tested. Set CHROMIUM_PATH or install chromium.');

let stack: RunningStack;
let recording: string;

beforeAll(async () => {
  if (!executablePath) return;
  stack = await startStack();
  const question = await synthesize({ baseUrl: stack.tts, model: 'kokoro' }, 'am_michael', QUESTION);
  const samples = new Int16Array(LEAD_IN_SECONDS * CALL_RATE_HZ + question.length + 30 * CALL_RATE_HZ);
  samples.set(question, LEAD_IN_SECONDS * CALL_RATE_HZ);
  recording = join(await mkdtemp(join(tmpdir(), 'parley-')), 'microphone.wav');
  await writeFile(recording, encodeWav(samples, CALL_RATE_HZ));
  await mkdir(screenshots, { recursive: true });
});

afterAll(async () => {
  if (executablePath) await stack.stop();
});

/** `allow` gives the page a microphone that plays the recording; `deny` refuses it one. */
async function openPage(microphone: 'allow' | 'deny', viewport: { width: number; height: number }) {
  const fakeMicrophone = [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-audio-capture=${recording}%noloop`,
  ];
  const browser = await chromium.launch({
    executablePath: executablePath ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=user-gesture-required',
      ...(microphone === 'allow' ? fakeMicrophone : []),
    ],
  });
  const page = await browser.newPage({ viewport });
  await page.addInitScript(keepPeerConnections);
  await page.goto(stack.page);
  return { browser, page };
}

/** Runs in the page: remembers its connections, so that the test can ask them what audio arrived. */
function keepPeerConnections(): void {
  const Original = globalThis.RTCPeerConnection;
  const kept: RTCPeerConnection[] = [];
  Object.assign(globalThis, { keptConnections: kept });
  globalThis.RTCPeerConnection = class extends Original {
    constructor(...args: ConstructorParameters<typeof Original>) {
      super(...args);
      kept.push(this);
    }
  };
}

/** Energy of all audio that the page has received so far; zero means that only silence came. */
function readReceivedEnergy(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const { keptConnections } = globalThis as unknown as { keptConnections: RTCPeerConnection[] };
    let energy = 0;
    for (const connection of keptConnections)
      for (const report of (await connection.getStats()).values() as Iterable<Record<string, unknown>>)
        if (report['type'] === 'inbound-rtp') energy += Number(report['totalAudioEnergy'] ?? 0);
    return energy;
  });
}

async function close(browser: Browser): Promise<void> {
  await browser.close();
}

test.skipIf(!executablePath)('a visitor calls, asks, reads and hears the answer', async () => {
  const { browser, page } = await openPage('allow', { width: 1280, height: 800 });
  await page.getByRole('button', { name: 'Start call' }).click();

  const transcript = page.getByRole('region', { name: 'Conversation' });
  await expect.poll(() => transcript.innerText(), { timeout: 30_000 }).toContain('How can I help you?');
  await page.screenshot({ path: join(screenshots, 'greeting.png') });
  await expect.poll(() => transcript.innerText(), { timeout: 40_000 }).toMatch(/opening hours/i);
  await expect.poll(() => readReceivedEnergy(page), { timeout: 10_000 }).toBeGreaterThan(0);
  const playing = await page.evaluate(() =>
    [...document.querySelectorAll('audio')].some((audio) => !audio.paused),
  );
  expect(playing).toBe(true);
  // The honest part: without a language model the page says so.
  await expect.poll(() => page.locator('body').innerText()).toContain('No language model is connected');
  await expect.poll(() => transcript.innerText(), { timeout: 30_000 }).toContain('On Mondays we are closed');
  await page.screenshot({ path: join(screenshots, 'conversation.png') });
  await page.locator('summary', { hasText: 'Timing' }).click();
  const timing = page.getByRole('list', { name: 'Timing' });
  await expect.poll(() => timing.innerText()).toMatch(/Turn 1 [\d,]+ ms until the answer[^]*Speech to text/);
  await page.screenshot({ path: join(screenshots, 'timing.png') });

  await page.getByRole('button', { name: 'End call' }).click();
  await expect.poll(() => page.getByRole('button', { name: 'Call again' }).isVisible()).toBe(true);
  await close(browser);
});

test.skipIf(!executablePath)('a refused microphone is explained, in a window of a phone', async () => {
  const { browser, page } = await openPage('deny', { width: 360, height: 740 });
  await page.getByRole('button', { name: 'Start call' }).click();
  await expect.poll(() => page.getByRole('alert').innerText(), { timeout: 20_000 }).toMatch(/microphone/i);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await page.screenshot({ path: join(screenshots, 'no-microphone.png') });
  await close(browser);
});
