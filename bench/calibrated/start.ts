import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { assistant } from '../assistant.ts';
import { runCommand } from '../../stack/progress.ts';
import type { ModelServers } from '../arms/arm.ts';
import { ensureTurnEnds } from './judged-corpus.ts';
import type { RowName } from './rows.ts';
import type { Calibration } from './server.ts';

const cacheDir = join(import.meta.dirname, '..', '..', process.env['PARLEY_CACHE_DIR'] ?? '.cache');

/** Calibrated servers in a process of their own. */
export interface CalibratedServers {
  servers: ModelServers;
  /** What they have done since this was last asked, and how precisely they slept. */
  takeCalibration: () => Promise<Calibration>;
  stop: () => Promise<void>;
}

/**
 * Starts the three servers of a row for callers who play recordings of a corpus.
 *
 * @throws Error when the process ends before it listens; what it printed says why.
 */
export async function startCalibratedServers(row: RowName, corpusFolder: string): Promise<CalibratedServers> {
  const main = fileURLToPath(import.meta.resolve('./main.ts'));
  const turnEnds = await ensureTurnEnds(cacheDir, corpusFolder);
  const args = [main, row, '--corpus', corpusFolder, '--turn-ends', turnEnds];
  const command = [...(await findScheduler()), process.execPath, '--import', 'tsx', ...args];
  const child = spawn(command[0] as string, command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = once(child, 'exit');
  const [url] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended.then(([code]) => {
      throw new Error(`The calibrated servers (${row}) ended with exit code ${String(code)}; see above.`);
    }),
  ])) as [string];
  const server = { baseUrl: `${url}/v1`, model: 'calibrated', apiKey: 'not-needed' };
  return {
    servers: { stt: server, llm: server, tts: { ...server, voice: assistant.voice } },
    takeCalibration: async () => {
      const response = await fetch(`${url}/calibration`, { method: 'DELETE' });
      return (await response.json()) as Calibration;
    },
    stop: async () => {
      process.off('exit', kill);
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/**
 * What puts a process ahead of all others, where that is possible (Linux, root): with two cores and a load of 5 its
 * sleeps were off by 1.6 ms at worst, and by 50 ms without. It has next to nothing to do, but that on time.
 */
async function findScheduler(): Promise<string[]> {
  const chrt = ['chrt', '--reset-on-fork', '--rr', '1'];
  const [command, ...args] = chrt as [string, ...string[]];
  return (await runCommand(command, [...args, 'true'])) === 0 ? chrt : [];
}
