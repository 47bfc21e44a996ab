import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

const candidates = [
  process.env['CHROMIUM_PATH'],
  chromium.executablePath(), // where `npx playwright-core install chromium` puts it
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

async function findChromium(): Promise<string | undefined> {
  for (const path of candidates) {
    const exists = path && access(path).then(Boolean.bind(null, true), Boolean.bind(null, false));
    if (await exists) return path;
  }
  console.warn('No Chromium here: the page is not tested. Set CHROMIUM_PATH or install chromium.');
  return undefined;
}

/** Path of the Chromium to test with; undefined when there is none. */
export const chromiumPath = await findChromium();

/** A folder for pictures of the page, out of git. */
export const screenshots = join(import.meta.dirname, '..', '.cache', 'screenshots');

export interface PageOptions {
  /** What the microphone plays; without it there is no microphone. */
  recording?: string;
  /** Whether the visitor allows it. */
  permission?: 'granted' | 'denied';
  viewport?: { width: number; height: number };
  /** Done before the page is loaded. */
  prepare?: (page: Page) => Promise<unknown>;
}

const open: Browser[] = [];

/** Ends all browsers; one that a failed test left would take the cores of the next. */
export async function closePages(): Promise<void> {
  await Promise.all(open.splice(0).map((browser) => browser.close()));
}

/** Opens a page in a browser of its own, for {@link closePages} to end. */
export async function openPage(
  url: string,
  { recording, permission = 'granted', viewport = DESKTOP, prepare }: PageOptions,
): Promise<Page> {
  const browser = await chromium.launch({
    executablePath: chromiumPath ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=user-gesture-required',
      ...(recording
        ? ['--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${recording}%noloop`]
        : []),
      // Without it, a headless browser refuses.
      ...(permission === 'granted' ? ['--use-fake-ui-for-media-stream'] : []),
    ],
  });
  open.push(browser);
  const page = await browser.newPage({ viewport });
  await page.addInitScript(keepConnectionsAndTracks);
  await prepare?.(page);
  await page.goto(url);
  return page;
}

/** Sizes of window that every state of the page is looked at in. */
export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 360, height: 740 };

/** Takes a picture of the page, in both sizes, to be looked at. */
export async function takePictures(page: Page, name: string): Promise<void> {
  const before = page.viewportSize() ?? DESKTOP;
  for (const viewport of [DESKTOP, PHONE]) {
    await page.setViewportSize(viewport);
    await page.screenshot({ path: join(screenshots, `${name}-${viewport.width}.png`) });
  }
  await page.setViewportSize(before);
}

interface Kept {
  keptConnections: RTCPeerConnection[];
  keptTracks: MediaStreamTrack[];
}

/** Runs in the page: remembers its connections and microphones, so that the test can ask and unplug them. */
function keepConnectionsAndTracks(): void {
  const Original = globalThis.RTCPeerConnection;
  const kept: RTCPeerConnection[] = [];
  const tracks: MediaStreamTrack[] = [];
  Object.assign(globalThis, { keptConnections: kept, keptTracks: tracks });
  const { mediaDevices } = navigator;
  const openMicrophone = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await openMicrophone(constraints);
    tracks.push(...stream.getAudioTracks());
    return stream;
  };
  globalThis.RTCPeerConnection = class extends Original {
    constructor(...args: ConstructorParameters<typeof Original>) {
      super(...args);
      kept.push(this);
    }
  };
}

/** Energy of all audio that the page has received so far; zero means that only silence came. */
export function readReceivedEnergy(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const { keptConnections } = globalThis as unknown as Kept;
    let energy = 0;
    for (const connection of keptConnections)
      for (const report of (await connection.getStats()).values() as Iterable<Record<string, unknown>>)
        if (report['type'] === 'inbound-rtp') energy += Number(report['totalAudioEnergy'] ?? 0);
    return energy;
  });
}

/** What the page sees when its microphone is unplugged; `others` tells whether there is another one. */
export function unplugMicrophone(page: Page, others: 'another' | 'none'): Promise<void> {
  return page.evaluate((left) => {
    if (left === 'none')
      navigator.mediaDevices.getUserMedia = () =>
        Promise.reject(new DOMException('Requested device not found', 'NotFoundError'));
    const track = (globalThis as unknown as Kept).keptTracks.at(-1);
    track?.stop();
    track?.dispatchEvent(new Event('ended')); // Stopping does not tell; unplugging does.
  }, others);
}
