import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CALL_RATE_HZ } from '../stack/caller.ts';
import { recordCaller, saveRecording } from '../stack/recording.ts';
import { startStack } from '../stack/running-stack.ts';
import type { RunningStack } from '../stack/running-stack.ts';
import {
  PHONE,
  chromiumPath,
  closePages,
  openPage,
  readReceivedEnergy,
  takePictures,
  unplugMicrophone,
} from './testing.ts';
import type { PageOptions } from './testing.ts';

/** When the recording says what; the greeting is over by then. */
const ASKED_SECONDS = 14;
const CUT_IN_SECONDS = 24;

/** How the answer to the first question begins, once it is said where it comes from. */
const ABOUT = /From About Parley/i;

let stack: RunningStack;
let recording: string;

beforeAll(async () => {
  if (!chromiumPath) return;
  stack = await startStack();
  recording = await recordCaller(stack, [
    { atSeconds: ASKED_SECONDS, says: 'What is Parley?' },
    { atSeconds: CUT_IN_SECONDS, says: 'Stop. What are your opening hours?' },
  ]);
});

afterEach(closePages);

afterAll(async () => {
  if (chromiumPath) await stack.stop();
});

const readHistory = (page: Page) => page.getByRole('region', { name: 'Conversation' }).innerText();
const readHint = (page: Page) => page.locator('.hint').innerText();

async function startCall(options: PageOptions) {
  const page = await openPage(stack.page, options);
  await page.getByRole('button', { name: 'Start call' }).click();
  return { page, startedMs: performance.now() };
}

async function startGreetedCall(options: PageOptions = { recording }) {
  const call = await startCall(options);
  await expect.poll(() => readHistory(call.page), { timeout: 30_000 }).toContain('Hello');
  return call;
}

/** Fails where a window of a phone would have to be scrolled sideways. */
async function expectNoOverflow(page: Page): Promise<void> {
  await page.setViewportSize(PHONE);
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  ).toBeLessThanOrEqual(0);
}

describe.skipIf(!chromiumPath)('sound settings', () => {
  test('let a visitor hear and be heard before the call, and are remembered', async () => {
    const page = await openPage(stack.page, { recording });
    await page.getByRole('button', { name: 'Sound settings' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sound' });
    await dialog.getByRole('button', { name: 'Test microphone' }).click();
    const level = dialog.getByRole('meter', { name: 'Microphone level' });
    const readLevel = () => level.evaluate((meter: HTMLMeterElement) => meter.value);
    await expect.poll(readLevel, { timeout: 30_000, interval: 50 }).toBeGreaterThan(0.1); // The recording speaks.
    await expect
      .poll(() => dialog.getByLabel('Microphone', { exact: true }).locator('option').count())
      .toBeGreaterThan(1);
    await takePictures(page, 'sound-settings');
    await expectNoOverflow(page);

    const play = dialog.getByRole('button', { name: 'Play test sound' });
    await play.click();
    expect(await play.isDisabled()).toBe(true);
    await expect.poll(() => play.isEnabled(), { timeout: 10_000 }).toBe(true);

    await dialog.getByLabel('Volume of the agent').fill('0.3');
    await dialog.getByLabel('Push to talk').check();
    await dialog.getByRole('button', { name: 'Done' }).click();
    const stopped = await page.evaluate(() =>
      (globalThis as unknown as { keptTracks: MediaStreamTrack[] }).keptTracks.every(
        ({ readyState }) => readyState === 'ended',
      ),
    );
    expect(stopped).toBe(true); // Nobody listens once the test is over.

    await page.reload();
    await page.getByRole('button', { name: 'Sound settings' }).click();
    expect(await dialog.getByLabel('Volume of the agent').inputValue()).toBe('0.3');
    expect(await dialog.getByLabel('Push to talk').isChecked()).toBe(true);
  });

  test('open the microphone only while the space bar is held', async () => {
    const page = await openPage(stack.page, { recording });
    await page.evaluate(() => {
      localStorage.setItem('parley.settings', '{"pushToTalk":true,"volume":0.3}');
    });
    await page.reload();
    await page.getByRole('button', { name: 'Start call' }).click();
    const startedMs = performance.now();
    await expect.poll(() => readHistory(page), { timeout: 30_000 }).toContain('Hello');
    const volumes = await page.evaluate(() =>
      [...document.querySelectorAll('audio')].map(({ volume }) => volume),
    );
    expect(volumes).toContain(0.3);
    await takePictures(page, 'push-to-talk');

    // The first question falls on a closed microphone, the second on an open one.
    await sleep(startedMs + (CUT_IN_SECONDS - 1.5) * 1000 - performance.now());
    expect(await readHistory(page)).not.toContain('You');
    await page.locator('body').focus();
    await page.keyboard.down('Space');
    await expect
      .poll(() => page.getByRole('button', { name: 'Hold to talk' }).getAttribute('aria-pressed'))
      .toBe('true');
    await takePictures(page, 'push-to-talk-held');
    await sleep(6000);
    await page.keyboard.up('Space');
    await expect.poll(() => readHistory(page), { timeout: 40_000 }).toContain('On Mondays we are closed');
    expect(await readHistory(page)).not.toMatch(/what is parley/i);
  });
});

describe.skipIf(!chromiumPath)('a caller', () => {
  test('cuts in, and the agent falls silent and answers anew', async () => {
    const { page, startedMs } = await startGreetedCall();
    const state = page.locator('.stage .state');
    await expect.poll(() => readHistory(page), { timeout: 40_000 }).toMatch(ABOUT);
    await sleep(startedMs + CUT_IN_SECONDS * 1000 - performance.now() - 500);
    expect(await state.innerText()).toBe('Speaking');
    await expect.poll(() => state.innerText(), { timeout: 10_000, interval: 50 }).not.toBe('Speaking');
    await expect.poll(() => readHistory(page), { timeout: 40_000 }).toContain('On Mondays we are closed');
    expect(await readHistory(page)).toContain('interrupted');
  });

  test('whose microphone yields nothing is told so', async () => {
    const silence = await saveRecording(new Int16Array(60 * CALL_RATE_HZ));
    const { page } = await startGreetedCall({ recording: silence });
    await expect
      .poll(() => readHint(page), { timeout: 20_000 })
      .toContain('Nothing comes from your microphone');
    await takePictures(page, 'silent-microphone');
    await expectNoOverflow(page);
  });

  test('whose microphone is unplugged goes on with another one, or is told that there is none', async () => {
    const { page } = await startGreetedCall();
    expect(await readHint(page)).toBe('');
    await unplugMicrophone(page, 'another');
    await expect.poll(() => readHint(page), { timeout: 10_000 }).toContain('Another microphone is in use');
    await takePictures(page, 'microphone-changed');
    await expect.poll(() => readHistory(page), { timeout: 60_000 }).toMatch(ABOUT); // It is heard.

    await unplugMicrophone(page, 'none');
    await expect.poll(() => readHint(page), { timeout: 10_000 }).toContain('Your microphone is gone');
    await takePictures(page, 'microphone-lost');
  });

  test.each([
    { title: 'has no microphone', options: {}, problem: 'No microphone found' },
    {
      title: 'refuses the microphone',
      options: { permission: 'denied' },
      problem: 'The microphone is blocked',
    },
  ] as const)('who $title is told what to do', async ({ options, problem }) => {
    const microphone = 'permission' in options ? { recording, ...options } : options;
    const { page } = await startCall(microphone);
    await expect.poll(() => page.getByRole('alert').innerText(), { timeout: 20_000 }).toContain(problem);
    await takePictures(page, problem.toLowerCase().replaceAll(' ', '-'));
    await expectNoOverflow(page);
    expect(await page.getByRole('button', { name: 'Try again' }).isVisible()).toBe(true);
  });
});

describe.skipIf(!chromiumPath)('a token server', () => {
  test.each([
    {
      title: 'fails',
      answer: { status: 500, body: 'Internal Server Error' },
      problem: 'The server has a problem',
    },
    { title: 'is busy', answer: { status: 429, body: '{}' }, problem: 'Too many calls' },
    {
      title: 'answers a page',
      answer: { status: 200, contentType: 'text/html', body: '<html>Welcome to nginx!</html>' },
      problem: 'The server did not let this call in',
    },
    { title: 'does not answer', answer: undefined, problem: 'The server does not answer' },
  ])('that $title is told apart, and the next try works', async ({ answer, problem }) => {
    let isBroken = true;
    const { page } = await startCall({
      recording,
      prepare: (opened) =>
        opened.route('**/token', (route) => {
          if (!isBroken) return route.continue();
          return answer ? route.fulfill(answer) : new Promise(() => undefined);
        }),
    });
    await expect.poll(() => page.getByRole('alert').innerText(), { timeout: 30_000 }).toContain(problem);
    expect(await page.locator('body').innerText()).not.toContain('nginx');
    await takePictures(page, problem.toLowerCase().replaceAll(' ', '-'));
    isBroken = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => readHistory(page), { timeout: 40_000 }).toContain('Hello');
    await expect.poll(() => readReceivedEnergy(page), { timeout: 10_000 }).toBeGreaterThan(0);
  });
});
