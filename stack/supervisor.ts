import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Agent, fetch } from 'undici';
import { formatLogLine, prefixLine } from './log-line.ts';

/** One process of the stack. */
export interface Service {
  name: string;
  command: string;
  args: string[];
  env: Record<string, string>;
  /** Answers 2xx once the process can do its work. */
  readyUrl: string;
  /** Names of services, listed before this one, that must be ready before it starts. */
  needs: string[];
}

const READY_POLL_MS = 100;
const FIRST_RESTART_DELAY_MS = 250;
const MAX_RESTART_DELAY_MS = 10_000;

/** A process that ran this long before it died starts over with the first, short restart delay. */
const STABLE_AFTER_MS = 30_000;

/** How long a process may take to end by itself before it is killed. */
const STOP_TIMEOUT_MS = 5_000;

interface RunningService {
  service: Service;
  index: number;
  wasReady: boolean;
  process?: ChildProcess;
}

/**
 * Runs processes: starts each when what it needs is ready, restarts what dies, prefixes what they print, and leaves
 * none behind. Each process leads a group of its own, so that its children go with it; a reaper process kills the
 * groups should this process itself be killed.
 */
export class Supervisor {
  readonly #print: (line: string) => void;
  readonly #running: RunningService[] = [];
  #reaper: ChildProcess | undefined;
  #stopping = false;

  constructor(print: (line: string) => void = console.log) {
    this.#print = print;
  }

  /**
   * Starts all services; resolves when every one of them is ready.
   *
   * @throws Error when a service ends before it was ever ready: the last lines it printed say why.
   */
  async start(services: Service[]): Promise<void> {
    this.#startReaper();
    const ready = new Map<string, Promise<void>>();
    for (const [index, service] of services.entries()) {
      const running: RunningService = { service, index, wasReady: false };
      this.#running.push(running);
      const needed = service.needs.map((name) => ready.get(name) ?? Promise.resolve());
      ready.set(
        service.name,
        Promise.all(needed).then(() => this.#launch(running)),
      );
    }
    await Promise.all(ready.values());
  }

  /** Ends all processes, the reaper last. Safe to call twice. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#running.map(({ process }) => stopProcess(process)));
    this.#reaper?.stdin?.end();
  }

  #launch(running: RunningService): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#keepAlive(running, resolve).then(resolve, reject);
    });
  }

  /** Runs a service until {@link stop}: each death is followed by a new start, sooner if it had been stable. */
  async #keepAlive(running: RunningService, onReady: () => void): Promise<void> {
    const { service, index } = running;
    let delayMs = FIRST_RESTART_DELAY_MS;
    while (this.#mayRun()) {
      const startedAtMs = Date.now();
      const child = this.#spawn(running);
      const ended = waitForEnd(child);
      void this.#waitUntilReady(child, service.readyUrl).then((isReady) => {
        if (!isReady) return;
        const seconds = ((Date.now() - startedAtMs) / 1000).toFixed(1);
        this.#print(prefixLine(service.name, index, `ready after ${seconds} s`));
        running.wasReady = true;
        onReady();
      });
      const reason = await ended;
      if (!this.#mayRun()) return;
      if (!running.wasReady)
        throw new Error(`${service.name} ended before it was ready (${reason}); see its lines above.`);
      if (Date.now() - startedAtMs > STABLE_AFTER_MS) delayMs = FIRST_RESTART_DELAY_MS;
      this.#print(prefixLine(service.name, index, `died (${reason}); starting it again in ${delayMs} ms`));
      await sleep(delayMs);
      delayMs = Math.min(delayMs * 2, MAX_RESTART_DELAY_MS);
    }
  }

  #mayRun(): boolean {
    return !this.#stopping;
  }

  /** False when the process ended first. */
  async #waitUntilReady(child: ChildProcess, readyUrl: string): Promise<boolean> {
    while (this.#mayRun() && child.exitCode === null && child.signalCode === null) {
      if (await answersOk(readyUrl)) return true;
      await sleep(READY_POLL_MS);
    }
    return false;
  }

  #spawn(running: RunningService): ChildProcess {
    const { name, command, args, env } = running.service;
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    running.process = child;
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        const text = formatLogLine(line);
        if (text !== undefined) this.#print(prefixLine(name, running.index, text));
      });
    if (child.pid !== undefined) {
      const { pid } = child;
      this.#reaper?.stdin?.write(`+${pid}\n`);
      child.on('exit', () => {
        killGroup(pid, 'SIGKILL'); // What the process itself had started must not outlive it.
        this.#reaper?.stdin?.write(`-${pid}\n`);
      });
    }
    return child;
  }

  #startReaper(): void {
    const script = fileURLToPath(import.meta.resolve('./reaper.mjs'));
    const reaper = spawn(process.execPath, [script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    this.#reaper = reaper;
    reaper.stdin.on('error', () => undefined); // It may die between two writes; a new one follows.
    for (const { process } of this.#running)
      if (process?.pid !== undefined && process.exitCode === null) reaper.stdin.write(`+${process.pid}\n`);
    reaper.on('exit', () => {
      if (!this.#stopping) this.#startReaper();
    });
  }
}

/** Resolves with the exit code, the signal or the reason why the process could not be started. */
async function waitForEnd(child: ChildProcess): Promise<string> {
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    return signal ?? `exit code ${code ?? 0}`;
  } catch (error) {
    return String(error);
  }
}

async function stopProcess(child: ChildProcess | undefined): Promise<void> {
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const { pid } = child;
  child.kill('SIGTERM');
  const timer = setTimeout(() => {
    killGroup(pid, 'SIGKILL');
  }, STOP_TIMEOUT_MS);
  await waitForEnd(child);
  clearTimeout(timer);
}

function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}

/** A process of ours answers, whatever host its certificate names. */
const anyCertificate = new Agent({ connect: { rejectUnauthorized: false } });

/** True when a GET answers 2xx within a second. */
export async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(1000), dispatcher: anyCertificate });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
