import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
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

/** Tests are silent for as long as they look at something. */
const PATIENT = '\nidle: { askAfterS: 0, hangUpAfterS: 0 }\n';

/** Vitest's global setup: the stack runs until all end-to-end tests are over. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = join(import.meta.dirname, '..');
  const results = join(root, '.cache', 'test-results');
  mkdirSync(results, { recursive: true });
  const log = join(results, 'shared-stack.log');
  const assistants = await mkdtemp(join(tmpdir(), 'parley-assistants-'));
  await cp(join(root, 'assistants'), assistants, { recursive: true });
  await appendFile(join(assistants, 'parley.yaml'), PATIENT);
  const stack = await startStack({ ASSISTANTS_DIR: assistants });
  const { page, livekit, stt, tts, llm, pid } = stack;
  const file = createWriteStream(log);
  for (const line of stack.lines) file.write(`${line}\n`);
  stack.onLine = (line) => file.write(`${line}\n`);
  project.provide('stack', { page, livekit, stt, tts, llm, pid, log });
  return async () => {
    await stack.stop();
    await rm(assistants, { recursive: true, force: true });
    file.end();
  };
}

/** The shared stack, in a test. */
export function getSharedStack(): SharedStack {
  return inject('stack');
}

/** For a stack of one's own: its speech is recognised and made by the shared stack's servers, which are there. */
export function borrowSpeech(): Record<'STT_BASE_URL' | 'TTS_BASE_URL', string> {
  const { stt, tts } = getSharedStack();
  return { STT_BASE_URL: stt, TTS_BASE_URL: tts };
}

/** What the shared stack has printed so far. */
export function readLines({ log }: SharedStack): string[] {
  return readFileSync(log, 'utf8').split('\n');
}
