import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { AccessToken } from 'livekit-server-sdk';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Caller } from '../stack/caller.ts';
import { findProcesses } from '../stack/process-list.ts';
import { recordCaller } from '../stack/recording.ts';
import { startStack } from '../stack/running-stack.ts';
import type { RunningStack } from '../stack/running-stack.ts';
import { synthesize } from '../stack/speech.ts';
import { chromiumPath, closePages, openPage, readReceivedEnergy, takePictures } from './testing.ts';

const QUESTION = 'What are your opening hours?';
const ANSWER = 'On Mondays we are closed';
const LIVE = /Listening|Hearing|Thinking|Speaking/;

/** Quiet until the greeting is over, even on a busy machine. */
const GREETING_SECONDS = 14;

let stack: RunningStack;
let recording: string;

beforeAll(async () => {
  if (!chromiumPath) return;
  stack = await startStack();
  recording = await recordCaller(stack, [{ atSeconds: GREETING_SECONDS, says: QUESTION }]);
});

afterEach(closePages);

afterAll(async () => {
  if (chromiumPath) await stack.stop();
});

const readHistory = (page: Page) => page.getByRole('region', { name: 'Conversation' }).innerText();
const readState = (page: Page) => page.locator('.stage .state').innerText();
const countTurns = async (page: Page) => {
  const timing = await page.locator('.timing').textContent();
  return Math.max(0, ...[...(timing ?? '').matchAll(/Turn (\d+)/g)].map(([, turn]) => Number(turn)));
};

async function openGreetedCall(prepare?: (page: Page) => Promise<unknown>) {
  const page = await openPage(stack.page, { recording, ...(prepare && { prepare }) });
  await page.getByRole('button', { name: 'Start call' }).click();
  await expect.poll(() => readHistory(page), { timeout: 30_000 }).toContain('How can I help you?');
  return page;
}

describe.skipIf(!chromiumPath)('a call goes on', () => {
  test('after a reload, where it was', async () => {
    const page = await openGreetedCall();
    await expect.poll(() => readHistory(page), { timeout: 60_000 }).toContain(ANSWER);
    await expect.poll(() => countTurns(page), { timeout: 20_000 }).toBe(1);

    await page.reload({ waitUntil: 'commit' });
    const reloadedMs = performance.now();
    await expect.poll(() => readState(page).catch(() => ''), { timeout: 20_000, interval: 50 }).toMatch(LIVE);
    console.log(`the call was there ${Math.round(performance.now() - reloadedMs)} ms after the reload`);
    await expect.poll(() => readReceivedEnergy(page), { timeout: 10_000, interval: 50 }).toBeGreaterThan(0);
    console.log(`the agent was heard ${Math.round(performance.now() - reloadedMs)} ms after the reload`);
    await expect.poll(() => readHistory(page), { timeout: 20_000 }).toContain("I'm still here");
    expect(await readHistory(page)).toContain(ANSWER); // What was said before is still to be read.
    await takePictures(page, 'after-reload');
    // The microphone plays its recording again; the agent counts on.
    await expect.poll(() => countTurns(page), { timeout: 60_000 }).toBe(2);

    await page.getByRole('button', { name: 'End call' }).click();
    await page.reload();
    await expect.poll(() => page.getByRole('button', { name: 'Start call' }).isVisible()).toBe(true);
  });

  test('with another agent when the process of the first one dies', async () => {
    const page = await openGreetedCall();
    const [job] = await findProcesses(stack, /job_proc/); // The oldest has the call, the youngest waits.
    const killedMs = performance.now();
    process.kill(job?.pid ?? 0, 'SIGKILL');
    await expect.poll(() => readState(page), { timeout: 10_000, interval: 50 }).toBe('Getting another agent');
    await takePictures(page, 'agent-lost');
    await expect
      .poll(() => readHistory(page), { timeout: 20_000, interval: 50 })
      .toContain('I lost my thread');
    console.log(
      `another agent spoke ${Math.round(performance.now() - killedMs)} ms after the first one died`,
    );
  });

  test('when the network goes and comes back', async () => {
    const page = await openGreetedCall();
    await page.context().setOffline(true);
    await expect.poll(() => readState(page), { timeout: 40_000 }).toBe('Reconnecting');
    await takePictures(page, 'reconnecting');
    await page.context().setOffline(false);
    const onlineMs = performance.now();
    await expect.poll(() => readState(page), { timeout: 40_000 }).toMatch(LIVE);
    console.log(`the call went on ${Math.round(performance.now() - onlineMs)} ms after the network was back`);
  });

  test('when livekit-server is killed and comes back', async () => {
    const page = await openGreetedCall();
    const [livekit] = await findProcesses(stack, /livekit-server/);
    const killedMs = performance.now();
    process.kill(livekit?.pid ?? 0, 'SIGKILL');
    await expect.poll(() => readState(page), { timeout: 30_000 }).toBe('Reconnecting');
    await expect.poll(() => readState(page), { timeout: 60_000 }).toMatch(LIVE);
    const energy = await readReceivedEnergy(page);
    await expect.poll(() => readReceivedEnergy(page), { timeout: 30_000 }).toBeGreaterThan(energy);
    console.log(`heard again ${Math.round(performance.now() - killedMs)} ms after livekit-server died`);
    await expect.poll(() => readHistory(page), { timeout: 60_000 }).toContain(ANSWER);
    await sleep(5000);
    const history = await readHistory(page);
    expect(history.split(ANSWER)).toHaveLength(2); // One agent answers, not two.
  });

  test('while a second participant in its room is not answered', async () => {
    let token = '';
    const page = await openGreetedCall((opened) => {
      opened.on('response', (response) => {
        if (!response.url().endsWith('/token')) return;
        void response.json().then(({ participant_token: jwt }: { participant_token: string }) => {
          token = jwt;
        });
      });
      return Promise.resolve();
    });
    const intruder = await joinRoomOf(token);
    await intruder?.say(
      await synthesize({ baseUrl: stack.tts, model: 'kokoro' }, 'af_bella', 'Do you have parking?'),
    );
    await expect.poll(() => readHistory(page), { timeout: 60_000 }).toContain(ANSWER);
    expect(await readHistory(page)).not.toMatch(/parking/i);
    await intruder?.leave();
  });
});

/** Joins the room that a token opens, as somebody else; undefined when the server does not let a second one in. */
async function joinRoomOf(token: string): Promise<Caller | undefined> {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
    video: { room: string };
  };
  const keys = JSON.parse(await readFile('.cache/dev-keys.json', 'utf8')) as Record<
    'apiKey' | 'apiSecret',
    string
  >;
  const own = new AccessToken(keys.apiKey, keys.apiSecret, { identity: 'intruder' });
  own.addGrant({ roomJoin: true, room: claims.video.room });
  return Caller.connect(stack.livekit, await own.toJwt()).catch(() => undefined);
}
