import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { recordCaller } from '../stack/recording.ts';
import { getSharedStack } from '../stack/shared-stack.ts';
import { findBarriers } from './barriers.ts';
import { languages } from './languages/languages.ts';
import { ScriptedAgent } from './scripted-agent.ts';
import { chromiumPath, closePages, DESKTOP, openPage, PHONE, screenshots } from './testing.ts';

const stack = getSharedStack();
let recording: string;

beforeAll(async () => {
  if (!chromiumPath) return;
  recording = await recordCaller(stack, []); // A quiet room.
});

afterEach(closePages);

const getHistory = (page: Page) => page.getByRole('region', { name: 'Conversation' });

async function type(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Type a message' }).fill(text);
  await page.keyboard.press('Enter');
}

/** By how many pixels the page is wider than its window. */
function measureOverflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** Takes a picture in both sizes and the given themes, and looks for barriers in each. */
async function inspect(page: Page, name: string, themes: readonly ('light' | 'dark')[] = ['light', 'dark']) {
  for (const colorScheme of themes)
    for (const viewport of [DESKTOP, PHONE]) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize(viewport);
      await page.screenshot({ path: join(screenshots, `${name}-${colorScheme}-${viewport.width}.png`) });
      expect(await findBarriers(page), `${name}, ${colorScheme}, ${viewport.width} pixels wide`).toEqual([]);
      expect(await measureOverflow(page), `${name}, ${viewport.width} pixels wide`).toBeLessThanOrEqual(0);
    }
  await page.setViewportSize(DESKTOP);
}

/** Opens the page, calls a scripted agent, and waits until it has picked up. */
async function callScriptedAgent() {
  const page = await openPage(stack.page, { recording });
  const agent = await ScriptedAgent.expectCall(page, stack.livekit);
  await page.getByRole('button', { name: 'Start call' }).click();
  await page.getByText('Calling', { exact: true }).waitFor();
  const pickUp = async () => {
    await agent.pickUp(stack.livekit);
    await page.getByRole('textbox', { name: 'Type a message' }).waitFor();
  };
  return { page, agent, pickUp };
}

describe.skipIf(!chromiumPath)('the history of a call', () => {
  test('typing interrupts the agent, is answered, and can be taken along', async () => {
    const page = await openPage(stack.page, { recording });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Start call' }).click();
    const history = getHistory(page);
    await expect.poll(() => history.innerText(), { timeout: 30_000 }).toContain('Hello, this');
    await type(page, 'What are your <b>opening hours</b>?');
    await expect.poll(() => history.locator('.cut').count(), { timeout: 30_000 }).toBe(1);
    const greeting = await history.locator('.entry').first().innerText();
    expect(greeting).toMatch(/^Parley\s.*Hello.*interrupted/s);
    expect(greeting).not.toContain('help you?');
    await expect.poll(() => history.innerText(), { timeout: 60_000 }).toContain('On Mondays we are closed');
    expect(await history.innerText()).toContain('What are your <b>opening hours</b>?');
    await page.screenshot({ path: join(screenshots, 'typed.png') });

    await page.getByRole('button', { name: 'Copy the conversation' }).click();
    await expect.poll(() => page.getByRole('status').allInnerTexts()).toContain('Copied');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(await history.locator('.sources').last().innerText()).toBe('From: example-cafe.md, Opening hours');
    expect(copied).toMatch(/You \(typed\): What are your <b>opening hours<\/b>\?\n.*Parley: .*On Mondays/);
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download as JSON' }).click();
    const download = await saving;
    expect(download.suggestedFilename()).toMatch(/^parley-[\d-]+\.json$/);
    const saved = JSON.parse(await readFile(await download.path(), 'utf8')) as { entries: object[] };
    expect(saved.entries[0]).toMatchObject({ kind: 'spoken', speaker: 'agent', isInterrupted: true });
  });

  test('the page speaks the language of the browser', async () => {
    const page = await openPage(stack.page, { recording });
    for (const [locale, language] of Object.entries(languages)) {
      const context = await page.context().browser()?.newContext({ locale, viewport: PHONE });
      const visit = await context?.newPage();
      if (!visit) throw new Error('The browser has gone.');
      await visit.goto(stack.page);
      await visit.getByRole('button', { name: language.buttons.start }).waitFor();
      expect(await visit.evaluate(() => document.documentElement.lang)).toBe(locale);
      await visit.screenshot({ path: join(screenshots, `language-${locale}.png`) });
      expect(await measureOverflow(visit), locale).toBeLessThanOrEqual(0);
    }
  });

  test('every state is fit for all eyes, keys and screen readers', async () => {
    await inspect(await openPage(stack.page, { recording }), 'history-idle');
    const { page, agent, pickUp } = await callScriptedAgent();
    await inspect(page, 'history-calling', ['dark']); // All four would take longer than an agent is waited for.
    await pickUp();
    await inspect(page, 'history-empty');

    const history = getHistory(page);
    const seen = (text: string) => history.getByText(text).last().waitFor();
    await agent.write('agent', 'Hello, this is Parley. How can I help you?');
    await seen('help you?');
    await agent.endReply('Hello, this is Parley. How can I help you?', false);
    await agent.write('caller', 'When does the next train to Bern leave?');
    await seen('to Bern');
    await agent.useTool('1', 'find_connections', 'running');
    await seen('running');
    await agent.useTool('1', 'find_connections', 'done', 420);
    await agent.write(
      'agent',
      'The next one leaves at 14:32 from platform seven, and it takes about an hour. After it',
    );
    await seen('an hour');
    await agent.endReply('The next one leaves at 14:32 from platform seven, and it takes', true);
    await seen('interrupted');
    await type(page, 'And how much is a ticket?');
    await seen('a ticket?');
    await agent.useTool('2', 'look_up_fare', 'failed', 1350);
    await agent.useTool('3', 'look_up_fare_again', 'running');
    await seen('look_up_fare_again');
    await agent.write('caller', 'with a half-fare card', { final: false });
    await seen('half-fare');
    expect(await history.locator('.entry').allTextContents()).toEqual([
      expect.stringMatching(/^Parley.*How can I help you\?$/),
      expect.stringMatching(/^You.*train to Bern leave\?$/),
      expect.stringMatching(/^find_connectionsdone420 ms/),
      expect.stringMatching(/^Parley.*and it takesinterrupted$/),
      expect.stringMatching(/^Youtyped.*how much is a ticket\?$/),
      expect.stringMatching(/^look_up_farefailed1350 ms/),
      expect.stringMatching(/^look_up_fare_againrunning/),
      expect.stringMatching(/^You.*with a half-fare card$/),
    ]);
    await inspect(page, 'history-full');

    await agent.hangUp();
    await page.getByRole('button', { name: 'End call' }).click();
    await expect.poll(() => page.getByRole('button', { name: 'Call again' }).isVisible()).toBe(true);
    expect(await history.innerText()).toContain('train to Bern');
    await inspect(page, 'history-ended');
  });

  test('HTML and script are shown as text, wherever they come from', async () => {
    const { page, agent, pickUp } = await callScriptedAgent();
    await pickUp();
    const attack = '<img src=x onerror="window.attacked = true"><script>window.attacked = true</script>';
    await agent.write('agent', `${attack}agent`);
    await agent.write('caller', `${attack}caller`);
    await agent.useTool('1', `${attack}tool`, 'running');
    await type(page, `${attack}typed`);
    const history = getHistory(page);
    for (const source of ['agent', 'caller', 'tool', 'typed'])
      await expect.poll(() => history.innerText()).toContain(`${attack}${source}`);
    expect(await history.locator('img, script').count()).toBe(0);
    expect(await page.evaluate(() => 'attacked' in window)).toBe(false);
    await agent.hangUp();
  });

  test('the keyboard reaches everything, and a long history is one stop', async () => {
    const { page, agent, pickUp } = await callScriptedAgent();
    await pickUp();
    for (let line = 0; line < 30; line++) await agent.write('agent', `Line ${line}`);
    const history = getHistory(page);
    await expect.poll(() => history.locator('.entry').count()).toBe(30);
    const readFocus = () =>
      page.evaluate(() => {
        const focused = document.activeElement;
        return focused?.closest('.entry')?.textContent ?? focused?.getAttribute('aria-label') ?? '';
      });
    await history.focus();
    await page.keyboard.press('Tab');
    expect(await readFocus()).toContain('Line 29');
    for (let press = 0; press < 29; press++) await page.keyboard.press('ArrowUp');
    expect(await readFocus()).toContain('Line 0');
    await expect.poll(() => history.locator('.entry').first().isVisible()).toBe(true);
    await page.keyboard.press('ArrowDown');
    expect(await readFocus()).toContain('Line 1');
    await page.getByRole('textbox', { name: 'Type a message' }).focus();
    await page.keyboard.press('Shift+Tab');
    expect(await readFocus()).toContain('Line 29');
    await agent.hangUp();
  });

  test('a history of ten thousand lines is drawn where it is seen, and only what changes', async () => {
    const { page, agent, pickUp } = await callScriptedAgent();
    await pickUp();
    for (let first = 0; first < 10_000; first += 100)
      await Promise.all(
        Array.from({ length: 100 }, (_, line) =>
          agent.write('agent', `Line ${first + line}, and some more words`),
        ),
      );
    const lines = getHistory(page).locator('.entry');
    await expect.poll(() => lines.count(), { timeout: 60_000 }).toBe(10_000);
    const countDrawn = () =>
      lines.evaluateAll(
        (all) =>
          all.filter((line) => line.firstElementChild?.checkVisibility({ contentVisibilityAuto: true }))
            .length,
      );
    expect(await countDrawn()).toBeLessThan(60);

    await page.evaluate(() => {
      const touched = new Set<Element | null>();
      const list = document.querySelector('.history-scroll');
      new MutationObserver((changes) => {
        for (const { target, addedNodes } of changes)
          for (const node of [target, ...addedNodes])
            touched.add((node instanceof Element ? node : node.parentElement)?.closest('.entry') ?? null);
      }).observe(list ?? document, { subtree: true, childList: true, characterData: true, attributes: true });
      Object.assign(window, { touched });
    });
    const id = await agent.write('caller', 'One more', { final: false });
    await agent.write('caller', 'One more line', { id });
    await expect.poll(() => lines.last().innerText()).toContain('One more line');
    const touched = await page.evaluate(
      () => [...(window as unknown as { touched: Set<Element | null> }).touched].filter(Boolean).length,
    );
    expect(touched).toBeLessThanOrEqual(2); // The new line, and the one that was the newest before.
    expect(await lines.last().isVisible()).toBe(true);

    await getHistory(page).evaluate((list) => list.scrollTo(0, -list.scrollHeight));
    await expect.poll(() => lines.first().isVisible()).toBe(true);
    expect(await countDrawn()).toBeLessThan(60);
    await agent.write('agent', 'The last line');
    await expect.poll(() => lines.last().textContent()).toContain('The last line');
    const top = await lines.first().boundingBox();
    const frame = await getHistory(page).boundingBox();
    expect(top?.y).toBeGreaterThanOrEqual((frame?.y ?? 0) - 1); // Who reads the beginning is left there.
    await agent.hangUp();
  });
});
