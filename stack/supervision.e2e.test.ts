import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { findProcesses, listDescendants, listProcesses } from './process-list.ts';
import { startStack } from './running-stack.ts';
import type { RunningStack } from './running-stack.ts';
import { holdConversation } from './spoken-check.ts';
import { answersOk } from './supervisor.ts';

interface Victim {
  pattern: RegExp;
  comesBackAs: string;
}

const livekit: Victim = { comesBackAs: 'livekit', pattern: /livekit-server/ };
const stt: Victim = { comesBackAs: 'stt', pattern: /-m models\.stt/ };
const tts: Victim = { comesBackAs: 'tts', pattern: /-m models\.tts/ };
const llm: Victim = { comesBackAs: 'llm', pattern: /models\/llm\/main\.ts/ };
const token: Victim = { comesBackAs: 'token', pattern: /token-server\/main\.ts/ };
const agent: Victim = { comesBackAs: 'agent', pattern: /agent\/main\.ts/ };
/** Processes of the worker's own, which restarts without them. */
const inference: Victim = { comesBackAs: 'agent', pattern: /inference_proc/ };
const waitingJob: Victim = { comesBackAs: 'agent', pattern: /job_proc/ };

/** Every process of the stack; those of a line die at the same moment. */
const deaths = [[livekit, stt, tts, llm, token], [agent], [inference, waitingJob]];

async function findYoungest(stack: RunningStack, pattern: RegExp): Promise<number> {
  const found = (await findProcesses(stack, pattern)).at(-1);
  if (!found) throw new Error(`no process like ${String(pattern)}`);
  return found.pid;
}

async function waitFor(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs: number,
): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadlineMs) throw new Error(`${what} did not happen within ${timeoutMs} ms`);
    await sleep(100);
  }
}

async function expectNoneLeft(pids: number[]): Promise<void> {
  await waitFor(
    'the end of every process',
    async () => {
      const alive = new Set((await listProcesses()).map(({ pid }) => pid));
      return !pids.some((pid) => alive.has(pid));
    },
    15_000,
  );
}

test('each process that is killed comes back, the next call works, and Ctrl-C leaves nothing behind', async () => {
  const stack = await startStack();
  for (const victims of deaths) {
    const names = [...new Set(victims.map(({ comesBackAs }) => comesBackAs))];
    const countStarts = () =>
      names.map(
        (name) => stack.lines.filter((line) => line.startsWith(name) && line.includes('ready after')).length,
      );
    const before = countStarts();
    for (const { pattern } of victims) process.kill(await findYoungest(stack, pattern), 'SIGKILL');
    await waitFor(
      `the return of ${names.join(' and ')}`,
      () => countStarts().every((count, index) => count > (before[index] ?? 0)),
      60_000,
    );
    await waitFor('readiness', () => answersOk(`${stack.page}/readyz`), 60_000);
    console.log(
      `${victims.map(({ pattern }) => pattern.source).join(', ')} was killed; ${await holdConversation(stack.page, { baseUrl: stack.tts, model: 'kokoro' })}`,
    );
  }
  const pids = (await listDescendants(stack.pid)).map(({ pid }) => pid);
  expect(pids.length).toBeGreaterThan(deaths.flat().length);
  expect(await stack.stop()).toBe(0);
  await expectNoneLeft(pids);

  const { apiSecret } = JSON.parse(await readFile('.cache/dev-keys.json', 'utf8')) as { apiSecret: string };
  expect(stack.lines.join('\n')).not.toContain(apiSecret);
}, 600_000);

test('a taken port is named, and a supervisor that is killed the hard way leaves nothing behind', async () => {
  const stack = await startStack();
  const { port } = new URL(stack.page);
  await expect(startStack({ TOKEN_SERVER_PORT: port })).rejects.toThrow(
    new RegExp(`port ${port} on 127.0.0.1 is taken.*TOKEN_SERVER_PORT`),
  );
  const descendants = await listDescendants(stack.pid);
  const supervisor = descendants.find(({ command }) => /stack\/main\.ts/.test(command));
  process.kill(supervisor?.pid ?? 0, 'SIGKILL');
  await expectNoneLeft(descendants.map(({ pid }) => pid));
});
