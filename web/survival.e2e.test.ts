import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { AccessToken } from 'livekit-server-sdk';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Caller } from '../stack/caller.ts';
import { findProcesses, listDescendants } from '../stack/process-list.ts';
import { recordCaller } from '../stack/recording.ts';
import { readLines, getSharedStack } from '../stack/shared-stack.ts';
import { synthesize } from '../stack/speech.ts';
import { chromiumPath, closePages, openPage, readReceivedEnergy, takePictures } from './testing.ts';

const ANSWER = 'On Mondays we are closed';
const LIVE = /Listening|Hearing|Thinking|Speaking|Your microphone is off/;
const SLEEP_MS = 12_000;

const stack = getSharedStack();
let page: Page;
let ticket: { participant_token: string } | undefined;

beforeAll(async () => {
  if (!chromiumPath) return;
  // The microphone begins anew with every page.
  const recording = await recordCaller(stack, [{ atSeconds: 12, says: 'What are your opening hours?' }]);
  page = await openPage(stack.page, { recording });
  page.on('response', (response) => {
    if (!response.url().endsWith('/token')) return;
    void response.json().then((body: typeof ticket) => {
      ticket = body;
    });
  });
  await page.getByRole('button', { name: 'Start call' }).click();
  await page.getByText('How can I help you?').first().waitFor({ timeout: 60_000 });
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(await readHistory(), readLines(stack).slice(-30).join('\n'));
});

afterAll(async () => {
  if (!chromiumPath) return;
  await closePages();
});

const readHistory = () => page.getByRole('region', { name: 'Conversation' }).innerText();
const readState = () => page.locator('.stage .state').innerText({ timeout: 1000 });
const waitForState = (state: RegExp | string, timeoutMs = 40_000) =>
  expect.poll(() => readState().catch(() => ''), { timeout: timeoutMs, interval: 50 }).toMatch(state);

/** Types the question and counts how often it has been answered a while later. */
async function askOnce(): Promise<void> {
  const before = (await readHistory()).split(ANSWER).length;
  await page.getByRole('textbox', { name: 'Type a message' }).fill('What are your opening hours?');
  await page.keyboard.press('Enter');
  const countAnswers = async () => (await readHistory()).split(ANSWER).length - before;
  await expect.poll(countAnswers, { timeout: 40_000 }).toBe(1);
  await sleep(3000);
  expect(await countAnswers()).toBe(1); // One agent answers, not two.
}

// One call that goes through all of this, in this order.
describe.skipIf(!chromiumPath)('a call goes on', () => {
  test('after a reload, where it was', async () => {
    await page.reload({ waitUntil: 'commit' });
    const reloadedMs = performance.now();
    await waitForState(LIVE);
    console.log(`the call was there ${Math.round(performance.now() - reloadedMs)} ms after the reload`);
    await expect.poll(() => readReceivedEnergy(page), { timeout: 20_000, interval: 50 }).toBeGreaterThan(0);
    console.log(`the agent was heard ${Math.round(performance.now() - reloadedMs)} ms after the reload`);
    // Only the agent that was there before says this, and the page still shows what came before.
    await expect.poll(readHistory, { timeout: 20_000 }).toMatch(/How can I help you\?[^]*I'm still here/);
    await takePictures(page, 'after-reload');
    await expect.poll(readHistory, { timeout: 60_000 }).toContain(ANSWER); // To what the microphone says.
  });

  test('with a closed microphone that stays closed over a reload', async () => {
    await page.getByRole('button', { name: 'Mute microphone' }).click();
    await page.reload();
    await waitForState('Your microphone is off');
    expect(await page.getByRole('button', { name: 'Unmute microphone' }).isVisible()).toBe(true);
  });

  test('while nobody else in its room is answered', async () => {
    const intruder = await joinRoomOf(ticket?.participant_token ?? '');
    const words = await synthesize(
      { baseUrl: stack.tts, model: 'kokoro' },
      'af_bella',
      'Do you have parking?',
    );
    await intruder?.say(words);
    await sleep(5000);
    expect(await readHistory()).not.toMatch(/parking/i);
    await intruder?.leave();
  });

  test('when the network goes and comes back', async () => {
    await page.context().setOffline(true);
    await waitForState('Reconnecting');
    await takePictures(page, 'reconnecting');
    await page.context().setOffline(false);
    const onlineMs = performance.now();
    await waitForState(LIVE);
    console.log(`the call went on ${Math.round(performance.now() - onlineMs)} ms after the network was back`);
  });

  test('after the computer has slept', async () => {
    const browser = (await listDescendants(process.pid)).filter(({ command }) => /chrom/i.test(command));
    expect(browser.length).toBeGreaterThan(2);
    for (const { pid } of browser) process.kill(pid, 'SIGSTOP');
    await sleep(SLEEP_MS);
    for (const { pid } of browser) process.kill(pid, 'SIGCONT');
    const awakeMs = performance.now();
    await waitForState(LIVE);
    await askOnce();
    console.log(`answered ${Math.round(performance.now() - awakeMs)} ms after waking up`);
  });

  test('with another agent when the process of the first one dies', async () => {
    const jobs = await findProcesses(stack, /job_proc/);
    expect(jobs.length).toBeGreaterThan(1); // The youngest waits for the next call.
    const killedMs = performance.now();
    for (const { pid } of jobs.slice(0, -1)) process.kill(pid, 'SIGKILL');
    await waitForState('Getting another agent', 10_000);
    await takePictures(page, 'agent-lost');
    await expect.poll(readHistory, { timeout: 20_000, interval: 50 }).toContain('I lost my thread');
    console.log(
      `another agent spoke ${Math.round(performance.now() - killedMs)} ms after the first one died`,
    );
  });

  test('when livekit-server is killed and comes back', async () => {
    await waitForState(/Listening|microphone is off/); // The agent has nothing more to say.
    const [livekit] = await findProcesses(stack, /livekit-server/);
    const killedMs = performance.now();
    process.kill(livekit?.pid ?? 0, 'SIGKILL');
    await waitForState('Reconnecting');
    await waitForState(LIVE);
    const energy = await readReceivedEnergy(page);
    await expect.poll(() => readReceivedEnergy(page), { timeout: 30_000 }).toBeGreaterThan(energy);
    console.log(`heard again ${Math.round(performance.now() - killedMs)} ms after livekit-server died`);
    await askOnce();
  });

  test('until its caller hangs up: then its agent goes, and a reload does not bring it back', async () => {
    await page.getByRole('button', { name: 'End call' }).click();
    await expect.poll(() => findProcesses(stack, /job_proc/), { timeout: 15_000 }).toHaveLength(1);
    await page.reload();
    await expect.poll(() => page.getByRole('button', { name: 'Start call' }).isVisible()).toBe(true);
  });
});

/** Joins the room that a token opens, as somebody else; undefined when the server lets nobody else in. */
async function joinRoomOf(token: string): Promise<Caller | undefined> {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
    video: { room: string };
  };
  const keys = JSON.parse(await readFile('.cache/dev-keys.json', 'utf8')) as {
    apiKey: string;
    apiSecret: string;
  };
  const own = new AccessToken(keys.apiKey, keys.apiSecret, { identity: 'intruder' });
  own.addGrant({ roomJoin: true, room: claims.video.room });
  return Caller.connect(stack.livekit, await own.toJwt()).catch(() => undefined);
}
