import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startStack } from './running-stack.ts';
import type { RunningStack } from './running-stack.ts';
import { holdConversation } from './spoken-check.ts';
import { answersOk } from './supervisor.ts';

const names = ['livekit', 'stt', 'tts', 'llm', 'token', 'agent'] as const;

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

function findService(processes: { pid: number; command: string }[], name: (typeof names)[number]): number {
  const patterns = {
    livekit: /livekit-server/,
    stt: /-m models\.stt/,
    tts: /-m models\.tts/,
    llm: /models\/llm\/main\.ts/,
    token: /token-server\/main\.ts/,
    agent: /agent\/main\.ts/,
  };
  const found = processes.find(({ command }) => patterns[name].test(command));
  if (!found) throw new Error(`no process of ${name} among:\n${processes.map((p) => p.command).join('\n')}`);
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

async function listPids(stack: RunningStack): Promise<number[]> {
  return (await listDescendants(stack.process.pid ?? 0)).map(({ pid }) => pid);
}

test('each process that is killed comes back, the next call works, and Ctrl-C leaves nothing behind', async () => {
  const stack = await startStack();
  for (const name of names) {
    const pid = findService(await listDescendants(stack.process.pid ?? 0), name);
    process.kill(pid, 'SIGKILL');
    const starts = () =>
      stack.lines.filter((line) => line.startsWith(name) && line.includes('ready after')).length;
    await waitFor(`the return of ${name}`, () => starts() === 2, 60_000);
    await waitFor('readiness', () => answersOk(`${stack.page}/readyz`), 60_000);
    console.log(`${name} was killed; ${await holdConversation(stack)}`);
  }
  const pids = await listPids(stack);
  expect(pids.length).toBeGreaterThan(names.length);
  expect(await stack.stop()).toBe(0);
  await expectNoneLeft(pids);
}, 600_000);

test('a stack whose supervisor is killed the hard way leaves nothing behind', async () => {
  const stack = await startStack();
  const descendants = await listDescendants(stack.process.pid ?? 0);
  const supervisor = descendants.find(({ command }) => /stack\/main\.ts/.test(command));
  process.kill(supervisor?.pid ?? 0, 'SIGKILL');
  await expectNoneLeft(descendants.map(({ pid }) => pid));
});

test('a port that is taken is named, with the variable that moves it', async () => {
  const stack = await startStack();
  const port = new URL(stack.page).port;
  await expect(startStack({ TOKEN_SERVER_PORT: port })).rejects.toThrow(
    new RegExp(`port ${port} on 127.0.0.1 is taken.*TOKEN_SERVER_PORT`),
  );
  await stack.stop();
});

test('the log has no secret', async () => {
  const stack = await startStack();
  const { apiSecret } = JSON.parse(await readFile('.cache/dev-keys.json', 'utf8')) as { apiSecret: string };
  expect(stack.lines.join('\n')).not.toContain(apiSecret);
  await stack.stop();
});
