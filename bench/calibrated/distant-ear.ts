import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Recording } from '../../stack/wav.ts';
import type { Ear, Heard } from './ear.ts';

/** A question to the ear's process; the answer has the same number. */
export interface EarRequest {
  id: number;
  audio: Recording;
}

/**
 * An ear in a process of its own: recognising takes some milliseconds, in which no timer of the servers may wait.
 *
 * @throws Error when it ends before it is ready; what it printed says why.
 */
export async function startEar(corpusFolder: string, turnEndsFile: string): Promise<Ear> {
  const child = fork(fileURLToPath(import.meta.resolve('./ear-process.ts')), [corpusFolder, turnEndsFile], {
    execArgv: ['--import', 'tsx'],
    serialization: 'advanced', // Samples as they are.
  });
  await Promise.race([
    once(child, 'message'), // That it is ready.
    once(child, 'exit').then(() => {
      throw new Error(`The recordings in ${corpusFolder} can't be recognised; see above.`);
    }),
  ]);
  const waiting = new Map<number, (heard: Heard) => void>();
  let lastId = 0;
  child.on('message', ({ id, heard }: { id: number; heard: Heard }) => {
    waiting.get(id)?.(heard);
    waiting.delete(id);
  });
  child.unref();
  child.channel?.unref();
  return (audio) =>
    new Promise((resolve) => {
      waiting.set(++lastId, resolve);
      child.send({ id: lastId, audio } satisfies EarRequest);
    });
}
