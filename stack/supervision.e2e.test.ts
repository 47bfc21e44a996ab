import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startStack } from './running-stack.ts';
import type { RunningStack } from './running-stack.ts';
import { holdConversation } from './spoken-check.ts';
import { answersOk } from './supervisor.ts';

/** Every process of the stack by what its command line says; the last two belong to the worker, which restarts. */
const processes = [
  { name: 'livekit', comesBackAs: 'livekit', pattern: /livekit-server/ },
  { name: 'stt', comesBackAs: 'stt', pattern: /-m models\.stt/ },
  { name: 'tts', comesBackAs: 'tts', pattern: /-m models\.tts/ },
  { name: 'llm', comesBackAs: 'llm', pattern: /models\/llm\/main\.ts/ },
  { name: 'token', comesBackAs: 'token', pattern: /token-server\/main\.ts/ },
  { name: 'agent', comesBackAs: 'agent', pattern: /agent\/main\.ts/ },
  { name: 'inference', comesBackAs: 'agent', pattern: /inference_proc/ },
  { name: 'waiting job', comesBackAs: 'agent', pattern: /job_proc/ },
] as const;

/** Every process below a pid, with its parent; the stack's services lead groups but stay children. */
async function listProcesses(): Promise<{ pid: number; parent: number; command: string }[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return { pid: Number(pid), parent: Number(parent), command: command ?? '' };
    });
}

async function listDescendants(root: number): Promise<{ pid: number; command: string }[]> {
  const all = await listProcesses();
  const children = (pid: number): typeof all =>
    all.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...children(child.pid)]);
  return children(root);
}

async function findProcess(stack: RunningStack, pattern: RegExp): Promise<number> {
  const found = (await listDescendants(stack.process.pid ?? 0)).findLast(({ command }) =>
    pattern.test(command),
  );
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
  for (const { name, comesBackAs, pattern } of processes) {
    const countStarts = () =>
      stack.lines.filter((line) => line.startsWith(comesBackAs) && line.includes('ready after')).length;
    const startsBefore = countStarts();
    process.kill(await findProcess(stack, pattern), 'SIGKILL');
    await waitFor(`the return of ${name}`, () => countStarts() > startsBefore, 60_000);
    await waitFor('readiness', () => answersOk(`${stack.page}/readyz`), 60_000);
    console.log(`${name} was killed; ${await holdConversation(stack)}`);
  }
  const pids = (await listDescendants(stack.process.pid ?? 0)).map(({ pid }) => pid);
  expect(pids.length).toBeGreaterThan(processes.length);
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
  const descendants = await listDescendants(stack.process.pid ?? 0);
  const supervisor = descendants.find(({ command }) => /stack\/main\.ts/.test(command));
  process.kill(supervisor?.pid ?? 0, 'SIGKILL');
  await expectNoneLeft(descendants.map(({ pid }) => pid));
});
