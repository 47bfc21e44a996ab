import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CALL_RATE_HZ } from '../stack/caller.ts';
import { recordCaller, saveRecording } from '../stack/recording.ts';
import { readLines, getSharedStack } from '../stack/shared-stack.ts';
import {
  PHONE,
  chromiumPath,
  closePages,
  openPage,
  readReceivedEnergy,
  takePictures,
  unplugMicrophone,
} from './testing.ts';

/** When the recording says what, the greeting being over by then. */
const ASKED_SECONDS = 12;
const CUT_IN_SECONDS = 21;

const stack = getSharedStack();
let recording: string;

beforeAll(async () => {
  if (!chromiumPath) return;
  recording = await recordCaller(stack, [
    { atSeconds: ASKED_SECONDS, says: 'What is Parley?' },
    { atSeconds: CUT_IN_SECONDS, says: 'What are your opening hours?' },
  ]);
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(readLines(stack).slice(-30).join('\n'));
  await closePages();
});

const readHistory = (page: Page) => page.getByRole('region', { name: 'Conversation' }).innerText();
const readHint = (page: Page) => page.locator('.hint').innerText();
const readProblem = (page: Page) => page.getByRole('alert').innerText();

/** Calls and waits for the greeting; tells when the microphone was opened. */
async function callFrom(page: Page): Promise<number> {
  await page.getByRole('button', { name: 'Start call' }).click();
  const openedMs = performance.now();
  await expect.poll(() => readHistory(page), { timeout: 60_000 }).toContain('Hello');
  return openedMs;
}

async function hangUp(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'End call' }).click();
  await expect.poll(() => page.getByRole('button', { name: 'Call again' }).isVisible()).toBe(true);
}

/** Fails where a window of a phone would have to be scrolled sideways. */
async function expectNoOverflow(page: Page): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize(PHONE);
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  ).toBeLessThanOrEqual(0);
  if (before) await page.setViewportSize(before);
}

describe.skipIf(!chromiumPath)('sound settings', () => {
  test('let a visitor hear and be heard before the call, and are remembered', async () => {
    const chatter = await recordCaller(stack, [
      { atSeconds: 0.5, says: 'One, two, three, can you hear me?' },
    ]);
    const page = await openPage(stack.page, { recording: chatter });
    await page.getByRole('button', { name: 'Sound settings' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sound' });
    await dialog.getByRole('button', { name: 'Test microphone' }).click();
    const level = dialog.getByRole('meter', { name: 'Microphone level' });
    const readLevel = () => level.evaluate((meter: HTMLMeterElement) => meter.value);
    await expect.poll(readLevel, { timeout: 20_000, interval: 20 }).toBeGreaterThan(0.1);
    const microphones = dialog.getByRole('combobox', { name: 'Microphone' }).locator('option');
    await expect.poll(() => microphones.count()).toBeGreaterThan(1);
    await takePictures(page, 'sound-settings');
    await expectNoOverflow(page);

    const play = dialog.getByRole('button', { name: 'Play test sound' });
    await play.click();
    expect(await play.isDisabled()).toBe(true);
    await expect.poll(() => play.isEnabled(), { timeout: 10_000 }).toBe(true);

    await dialog.getByRole('slider', { name: 'Volume of the agent' }).fill('0.3');
    await dialog.getByRole('checkbox', { name: 'Push to talk' }).check();
    await dialog.getByRole('button', { name: 'Done' }).click();
    const countOpen = () =>
      page.evaluate(() => {
        const { keptTracks } = globalThis as unknown as { keptTracks: MediaStreamTrack[] };
        return keptTracks.filter(({ readyState }) => readyState === 'live').length;
      });
    await expect.poll(countOpen).toBe(0); // Nothing listens once the test is over.

    await page.reload();
    await page.getByRole('button', { name: 'Sound settings' }).click();
    expect(await dialog.getByRole('slider', { name: 'Volume of the agent' }).inputValue()).toBe('0.3');
    expect(await dialog.getByRole('checkbox', { name: 'Push to talk' }).isChecked()).toBe(true);
  });

  test('open the microphone only while the space bar is held', async () => {
    const page = await openPage(stack.page, {
      recording,
      prepare: (opened) =>
        opened.addInitScript(() => {
          localStorage.setItem('parley.settings', '{"pushToTalk":true,"volume":0.3}');
        }),
    });
    const openedMs = await callFrom(page);
    const volumes = () =>
      page.evaluate(() => [...document.querySelectorAll('audio')].map(({ volume }) => volume));
    await expect.poll(volumes).toContain(0.3);
    await takePictures(page, 'push-to-talk');

    // The first question falls on a closed microphone, the second on an open one.
    await sleep(openedMs + (CUT_IN_SECONDS - 1.5) * 1000 - performance.now());
    expect(await readHistory(page)).not.toContain('You');
    await page.keyboard.down('Space');
    const talk = page.getByRole('button', { name: 'Hold to talk' });
    await expect.poll(() => talk.getAttribute('aria-pressed')).toBe('true');
    await takePictures(page, 'push-to-talk-held');
    await sleep(5000);
    await page.keyboard.up('Space');
    await expect.poll(() => talk.getAttribute('aria-pressed')).toBe('false');
    await expect.poll(() => readHistory(page), { timeout: 40_000 }).toContain('On Mondays we are closed');
    expect(await readHistory(page)).not.toMatch(/what is parley/i);
    await hangUp(page);
  });
});

describe.skipIf(!chromiumPath)('a caller', () => {
  test('cuts in and is answered, loses the microphone and is heard through another, or told that there is none', async () => {
    const page = await openPage(stack.page, { recording });
    const openedMs = await callFrom(page);
    const state = page.locator('.stage .state');
    await expect.poll(() => readHistory(page), { timeout: 40_000 }).toContain('No language model');
    await sleep(openedMs + CUT_IN_SECONDS * 1000 - performance.now() - 300);
    expect(await state.innerText()).toBe('Speaking');
    await expect.poll(() => readHistory(page), { timeout: 40_000 }).toContain('On Mondays we are closed');
    expect(await readHistory(page)).toMatch(/What is Parley[^]*interrupted[^]*opening hours/i); // The first answer was cut short.
    await page.screenshot({ path: '.cache/screenshots/interrupted.png' });

    const before = await readHistory(page);
    expect(await readHint(page)).toBe('');
    await unplugMicrophone(page, 'another');
    await expect.poll(() => readHint(page), { timeout: 10_000 }).toContain('Another microphone is in use');
    await takePictures(page, 'microphone-changed');
    const countQuestions = (text: string) => text.split(/what is parley/i).length;
    await expect // The other microphone begins the recording anew.
      .poll(async () => countQuestions(await readHistory(page)), { timeout: 60_000 })
      .toBeGreaterThan(countQuestions(before));

    await unplugMicrophone(page, 'none');
    await expect.poll(() => readHint(page), { timeout: 10_000 }).toContain('Your microphone is gone');
    await takePictures(page, 'microphone-lost');
    await expectNoOverflow(page);
    await hangUp(page);
  });

  test('whose microphone yields nothing is told so', async () => {
    const silence = await saveRecording(new Int16Array(60 * CALL_RATE_HZ));
    const page = await openPage(stack.page, { recording: silence });
    await callFrom(page);
    await expect
      .poll(() => readHint(page), { timeout: 20_000 })
      .toContain('Nothing comes from your microphone');
    await takePictures(page, 'silent-microphone');
    await expectNoOverflow(page);
    await hangUp(page);
  });

  test('who has no microphone, or refuses it, is told what to do', async () => {
    for (const { title, isRefused } of [
      { title: 'No microphone found', isRefused: false },
      { title: 'The microphone is blocked', isRefused: true },
    ]) {
      const page = await openPage(stack.page, isRefused ? { recording, permission: 'denied' } : {});
      await page.getByRole('button', { name: 'Start call' }).click();
      await expect.poll(() => readProblem(page), { timeout: 20_000 }).toContain(title);
      await takePictures(page, title.toLowerCase().replaceAll(' ', '-'));
      await expectNoOverflow(page);
      expect(await page.getByRole('button', { name: 'Try again' }).isVisible()).toBe(true);
    }
  });
});

test.skipIf(!chromiumPath)(
  'a token server that fails is told apart, and works when it is mended',
  async () => {
    const answers = [
      { answer: { status: 500, body: 'Internal Server Error' }, title: 'The server has a problem' },
      { answer: { status: 429, body: '{}' }, title: 'Too many calls' },
      {
        answer: { status: 200, contentType: 'text/html', body: '<html>Welcome to nginx!</html>' },
        title: 'The server did not let this call in',
      },
      { answer: 'none', title: 'The server does not answer' },
    ] as const;
    let answer: (typeof answers)[number]['answer'] | undefined;
    const page = await openPage(stack.page, {
      recording,
      prepare: (opened) =>
        opened.route('**/token', (route) => {
          if (answer === 'none') return; // Never.
          return answer ? route.fulfill(answer) : route.continue();
        }),
    });
    const start = page.getByRole('button', { name: /Start call|Try again/ });
    for (const { answer: next, title } of answers) {
      answer = next;
      await start.click();
      await expect.poll(() => readProblem(page).catch(() => ''), { timeout: 30_000 }).toContain(title);
      expect(await page.locator('body').innerText()).not.toContain('nginx');
      await takePictures(page, title.toLowerCase().replaceAll(' ', '-'));
    }
    answer = undefined;
    await start.click();
    await expect.poll(() => readHistory(page), { timeout: 60_000 }).toContain('Hello');
    await expect.poll(() => readReceivedEnergy(page), { timeout: 10_000 }).toBeGreaterThan(0);
    await hangUp(page);
  },
);
