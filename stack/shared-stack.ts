import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { startStack } from './running-stack.ts';
import type { RunningStack } from './running-stack.ts';

/** The stack that end-to-end tests share: one with the defaults, started once. Who needs another starts its own. */
export interface SharedStack extends Pick<RunningStack, 'page' | 'livekit' | 'stt' | 'tts' | 'llm' | 'pid'> {
  /** Everything it has printed. */
  log: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    stack: SharedStack;
  }
}

/** Vitest's global setup: the stack runs until all end-to-end tests are over. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = join(import.meta.dirname, '..', '.cache', 'test-results');
  mkdirSync(folder, { recursive: true });
  const log = join(folder, 'shared-stack.log');
  const stack = await startStack();
  const { page, livekit, stt, tts, llm, pid } = stack;
  const file = createWriteStream(log);
  for (const line of stack.lines) file.write(`${line}\n`);
  stack.onLine = (line) => file.write(`${line}\n`);
  project.provide('stack', { page, livekit, stt, tts, llm, pid, log });
  return async () => {
    await stack.stop();
    file.end();
  };
}

/** The shared stack, in a test. */
export function getSharedStack(): SharedStack {
  return inject('stack');
}

/** What the shared stack has printed so far. */
export function readLines({ log }: SharedStack): string[] {
  return readFileSync(log, 'utf8').split('\n');
}
