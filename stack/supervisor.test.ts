import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Supervisor } from './supervisor.ts';
import type { Service } from './supervisor.ts';

let ready: Server;
let readyUrl: string;
let lines: string[];
let supervisor: Supervisor;

beforeEach(async () => {
  ready = createServer((_, response) => response.end()).listen(0, '127.0.0.1');
  await once(ready, 'listening');
  readyUrl = `http://127.0.0.1:${(ready.address() as AddressInfo).port}`;
  lines = [];
  supervisor = new Supervisor((line) => lines.push(line));
});

afterEach(async () => {
  await supervisor.stop();
  ready.close();
});

function runScript(name: string, script: string, overrides: Partial<Service> = {}): Service {
  return {
    name,
    command: process.execPath,
    args: ['-e', script],
    env: {},
    readyUrl,
    needs: [],
    ...overrides,
  };
}

async function waitFor(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('a service starts only after those it needs', async () => {
  ready.close(); // Its port is now the first service's, which opens it late.
  const port = new URL(readyUrl).port;
  const serve = `setTimeout(() => require('http').createServer((_, r) => r.end()).listen(${port}, '127.0.0.1'), 500)`;
  const ask = `fetch('${readyUrl}').then(() => console.log('reached it')); setInterval(() => {}, 1000)`;
  await supervisor.start([runScript('first', serve), runScript('second', ask, { needs: ['first'] })]);
  await waitFor(() => lines.some((line) => line.includes('reached it')));
  expect(lines.join('\n')).not.toContain('died');
});

test('what dies is started again, and its lines carry its name', async () => {
  await supervisor.start([
    runScript('worker', 'console.log("hello"); setTimeout(() => process.exit(3), 300)'),
  ]);
  await waitFor(() => lines.filter((line) => line.includes('hello')).length >= 2);
  expect(lines.find((line) => line.includes('died'))).toMatch(/worker.*│ died \(exit code 3\)/);
});

test('a service that ends before it was ever ready fails the start, with its name', async () => {
  const closed = 'http://127.0.0.1:1';
  const failing = runScript('broken', 'process.exit(1)', { readyUrl: closed });
  await expect(supervisor.start([failing])).rejects.toThrow('broken ended before it was ready (exit code 1)');
});

test('a command that does not exist fails the start, with its name', async () => {
  const missing = runScript('missing', '', { command: '/nowhere/at-all', readyUrl: 'http://127.0.0.1:1' });
  await expect(supervisor.start([missing])).rejects.toThrow(/missing ended before it was ready .*ENOENT/);
});

test('stop ends a process that ignores SIGTERM, and its children with it', async () => {
  const script = `
    const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    process.on('SIGTERM', () => {});
    console.log('child', child.pid);
    setInterval(() => {}, 1000);`;
  await supervisor.start([runScript('stubborn', script)]);
  await waitFor(() => lines.some((line) => line.includes('child ')));
  const childPid = Number(/child (\d+)/.exec(lines.join('\n'))?.[1]);
  expect(isRunning(childPid)).toBe(true);
  await supervisor.stop();
  await waitFor(() => !isRunning(childPid));
});
