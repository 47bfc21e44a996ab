import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { recordCaller } from '../stack/recording.ts';
import { getSharedStack } from '../stack/shared-stack.ts';
import { chromiumPath, closePages, openPage, readReceivedEnergy, screenshots } from './testing.ts';

/** The greeting is over by then. */
const ASKED_SECONDS = 8;

const stack = getSharedStack();
let recording: string;

beforeAll(async () => {
  if (!chromiumPath) return;
  recording = await recordCaller(stack, [{ atSeconds: ASKED_SECONDS, says: 'What are your opening hours?' }]);
});

afterEach(closePages);

test.skipIf(!chromiumPath)('a visitor calls, asks, reads and hears the answer', async () => {
  const page = await openPage(stack.page, { recording });
  await page.getByRole('button', { name: 'Start call' }).click();

  const history = page.getByRole('region', { name: 'Conversation' });
  await expect.poll(() => history.innerText(), { timeout: 30_000 }).toContain('How can I help you?');
  await page.screenshot({ path: join(screenshots, 'greeting.png') });
  await expect.poll(() => history.innerText(), { timeout: 40_000 }).toMatch(/opening hours/i);
  await expect.poll(() => readReceivedEnergy(page), { timeout: 10_000 }).toBeGreaterThan(0);
  const playing = await page.evaluate(() =>
    [...document.querySelectorAll('audio')].some((audio) => !audio.paused),
  );
  expect(playing).toBe(true);
  // The honest part: without a language model the page says so.
  await expect.poll(() => page.locator('body').innerText()).toContain('No language model is connected');
  await expect.poll(() => history.innerText(), { timeout: 30_000 }).toContain('On Mondays we are closed');
  await page.screenshot({ path: join(screenshots, 'conversation.png') });
  await page.locator('summary', { hasText: 'Timing' }).click();
  const timing = page.getByRole('list', { name: 'Timing' });
  await expect.poll(() => timing.innerText()).toMatch(/Turn 1 [\d,]+ ms until the answer[^]*Speech to text/);
  await page.screenshot({ path: join(screenshots, 'timing.png') });

  await page.getByRole('button', { name: 'End call' }).click();
  await expect.poll(() => page.getByRole('button', { name: 'Call again' }).isVisible()).toBe(true);
});

test.skipIf(!chromiumPath)(
  'an address may ask for an assistant, and the page names who answers',
  async () => {
    const page = await openPage(`${stack.page}/?assistant=cafe`, { recording });
    await page.getByRole('button', { name: 'Start call' }).click();
    const history = page.getByRole('region', { name: 'Conversation' });
    await expect.poll(() => history.innerText(), { timeout: 30_000 }).toContain('this is the café');
    await expect.poll(() => page.locator('dl.models').textContent()).toContain('Assistantcafe');
    await page.getByRole('button', { name: 'End call' }).click();
  },
);
