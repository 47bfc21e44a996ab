import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const WINDOW_MS = 500;
const QUIET_WINDOWS = 2;

/** A call that is open and silent takes about a tenth of a core. */
const IDLE_SHARE = 0.7;
const TIMEOUT_MS = 10_000;

/**
 * Waits until the cores have little to do: after a call has begun, its worker starts the process for the next one,
 * which takes seconds and would be measured along. Gives up after 10 s: a machine that others use never gets idle.
 */
export async function waitForIdleCores(): Promise<void> {
  const deadlineMs = performance.now() + TIMEOUT_MS;
  for (let quiet = 0; quiet < QUIET_WINDOWS && performance.now() < deadlineMs;) {
    const before = readTimes();
    await sleep(WINDOW_MS);
    const after = readTimes();
    const idleShare = (after.idle - before.idle) / (after.all - before.all);
    quiet = idleShare >= IDLE_SHARE ? quiet + 1 : 0;
  }
}

function readTimes(): { idle: number; all: number } {
  const times = cpus().map(({ times }) => times);
  return {
    idle: times.reduce((total, { idle }) => total + idle, 0),
    all: times.reduce((total, { user, nice, sys, idle, irq }) => total + user + nice + sys + idle + irq, 0),
  };
}
