import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** In the folder of what is kept. */
export const MEMORY_FILE = 'memory.db';

const DAY_MS = 24 * 3600_000;

/** Forgets what is past its day, now and every day, also where nobody calls any more. */
export function forgetInTime(directory: string, log: (line: string) => void): void {
  const forget = async () => {
    if (!existsSync(join(directory, MEMORY_FILE))) return;
    const { MemoryStore } = await import('./memory-store.ts'); // Its native library is for those who need it.
    const store = new MemoryStore(directory);
    const forgotten = store.purge();
    store.close();
    if (forgotten > 0) log(`memory: ${forgotten} facts were past their day and are forgotten`);
  };
  const run = () =>
    void forget().catch((error: unknown) => log(`memory: ${directory} can't be used: ${String(error)}`));
  run();
  setInterval(run, DAY_MS).unref();
}
