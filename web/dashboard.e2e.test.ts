import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordCaller } from '../stack/recording.ts';
import { startStack } from '../stack/running-stack.ts';
import type { RunningStack } from '../stack/running-stack.ts';
import { findBarriers } from './barriers.ts';
import { dashboardLanguages } from './dashboard/languages/languages.ts';
import { chromiumPath, closePages, DESKTOP, openPage, PHONE, screenshots } from './testing.ts';

// One real call, seen by its caller in the timing panel and by the operator on the dashboard.

/** The greeting is over by then. */
const ASKED_SECONDS = 8;

let stack: RunningStack;
let caller: Page;
let dashboard: Page;

beforeAll(async () => {
  if (!chromiumPath) return;
  const folder = await mkdtemp(join(tmpdir(), 'parley-dashboard-')); // Other calls of today are not in it.
  stack = await startStack({ TURN_LOG_DIR: join(folder, 'turns'), CALL_LOG_DIR: join(folder, 'calls') });
  const recording = await recordCaller(stack, [
    { atSeconds: ASKED_SECONDS, says: 'What are your opening hours?' },
  ]);
  caller = await openPage(stack.page, { recording });
});

afterAll(async () => {
  if (!chromiumPath) return;
  await closePages();
  await stack.stop();
});

/** Takes pictures in both sizes and themes, and looks for barriers and for what does not fit. */
async function inspect(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const viewport of [DESKTOP, PHONE]) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize(viewport);
      const state = `${name}-${colorScheme}-${viewport.width}`;
      await page.screenshot({ path: join(screenshots, `${state}.png`), fullPage: true });
      expect(await findBarriers(page), state).toEqual([]);
      expect(await measureOverflow(page), state).toBeLessThanOrEqual(0);
    }
  await page.setViewportSize(DESKTOP);
}

/** By how many pixels the page is wider than its window. */
function measureOverflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** What loading the page has cost this browser. */
function measureLoad(page: Page) {
  return page.evaluate(() => {
    const resources = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    return {
      firstPaintMs: Math.round(paint?.startTime ?? 0),
      foreign: resources.map(({ name }) => name).filter((name) => !name.startsWith(location.origin)),
      requests: resources.length,
      transferredBytes: resources.reduce((sum, { transferSize }) => sum + transferSize, 0),
    };
  });
}

const readTable = (page: Page, name: string) => page.getByRole('table', { name }).innerText();
const readFigure = (page: Page, name: string) =>
  page.locator('dl > div').filter({ hasText: name }).locator('dd').innerText();

describe.skipIf(!chromiumPath)('a call and its figures', () => {
  test('the call page is there with few requests', async () => {
    await caller.getByRole('button', { name: 'Start call' }).waitFor();
    const { firstPaintMs, foreign, requests, transferredBytes } = await measureLoad(caller);
    console.info(
      `first contentful paint of the call page after ${firstPaintMs} ms: ${requests} requests, ${Math.round(transferredBytes / 1000)} kB`,
    );
    expect(firstPaintMs).toBeGreaterThan(0);
    expect(foreign).toEqual([]);
    expect(requests).toBeLessThanOrEqual(10);
    expect(transferredBytes).toBeLessThanOrEqual(400_000);
  });

  test('its caller sees where the time of an answer went, and with which models', async () => {
    await caller.getByRole('button', { name: 'Start call' }).click();
    const summary = caller.locator('summary', { hasText: 'Timing' });
    await summary.waitFor({ timeout: 60_000 });
    await summary.focus();
    await caller.keyboard.press('Enter');
    await caller
      .getByRole('img', { name: /^Answers in this call: 1\. Half of them within [\d,]+ ms/ })
      .waitFor();
    const turns = await caller.getByRole('list', { name: 'Timing' }).innerText();
    expect(turns).toMatch(/Turn 1 [\d,]+ ms until the answer/);
    expect(turns).toMatch(/Speech to text\s+tiny\.en[^]*Text to speech\s+kokoro/);
    console.info(`of the first turn: ${/Why was this slow\?.*/.exec(turns)?.[0] ?? 'it was not slow'}`);
    await inspect(caller, 'timing-panel');
  });

  test('its operator sees the call, the answer and every part of the stack', async () => {
    dashboard = await openPage(`${stack.page}/dashboard`, {});
    await expect.poll(() => readFigure(dashboard, 'Live calls')).toBe('1');
    expect(await readTable(dashboard, 'Live calls')).toMatch(/development\s+parley\s+\d+:\d\d\s+live/);
    // The turn is written down when its answer has been spoken.
    await expect.poll(() => readFigure(dashboard, 'Answers in the last hour'), { timeout: 60_000 }).toBe('1');
    await dashboard.getByRole('img', { name: /^Answers in this time span: 1\./ }).waitFor();
    const stages = await readTable(dashboard, 'By stage');
    expect(stages).toMatch(/Until the answer\s+1\s+[\d,]+ ms[^]*Speech to text\s+1\s+[\d,]+ ms/);
    const health = await dashboard.getByRole('region', { name: 'Health' }).innerText();
    expect(health.match(/Answers/g)).toHaveLength(5);
    expect(health).toMatch(/tiny\.en[^]*offline-answers[^]*kokoro/);
    await inspect(dashboard, 'dashboard');
  });

  test('a keyboard chooses the time span', async () => {
    await dashboard.getByRole('radio', { name: 'Last hour' }).focus();
    await dashboard.keyboard.press('ArrowRight');
    expect(await dashboard.getByRole('radio', { name: 'Last 24 hours' }).isChecked()).toBe(true);
    expect(await readTable(dashboard, 'By stage')).toMatch(/Until the answer\s+1/);
  });

  test('a call that is over moves to the last calls', async () => {
    await caller.getByRole('button', { name: 'End call' }).click();
    await expect.poll(() => readFigure(dashboard, 'Live calls'), { timeout: 30_000 }).toBe('0');
    expect(await readTable(dashboard, 'Last calls')).toMatch(/parley\s+\d+:\d\d\s+hung up/);
    expect(await dashboard.getByText('Nobody is on the phone.').isVisible()).toBe(true);
  });

  test('a token server that is away is noticed, and so is its return', async () => {
    await dashboard.context().setOffline(true);
    const notice = dashboard.getByRole('status');
    await expect.poll(() => notice.innerText(), { timeout: 15_000 }).toContain('does not answer');
    expect(await readTable(dashboard, 'By stage')).toMatch(/Until the answer\s+1/);
    await dashboard.context().setOffline(false);
    await expect.poll(() => notice.innerText(), { timeout: 15_000 }).toBe('');
  });

  test.each(Object.entries(dashboardLanguages))(
    'it is there in %s, and fits a phone',
    async (locale, words) => {
      const context = await dashboard.context().browser()?.newContext({ locale, viewport: PHONE });
      const page = await context?.newPage();
      if (!page) throw new Error('The browser is gone.');
      await page.goto(`${stack.page}/dashboard`);
      await page.getByRole('heading', { name: words.latency.heading }).waitFor();
      expect(await page.getAttribute('html', 'lang')).toBe(locale);
      expect(await measureOverflow(page)).toBeLessThanOrEqual(0);
      await page.screenshot({ path: join(screenshots, `dashboard-${locale}-phone.png`), fullPage: true });
      await context?.close();
    },
  );
});
