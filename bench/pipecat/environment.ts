import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../../stack/progress.ts';

/** Interpreters to try: Pipecat needs 3.11, and the newest ones may be too new for the pinned wheels. */
const PYTHONS = ['python3.12', 'python3.11', 'python3.13', 'python3'];
const FITS = 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))';

const lock = join(import.meta.dirname, 'requirements.txt');

/**
 * The Python that has Pipecat: a virtual environment in the cache, made on first use and whenever the lock changes.
 *
 * @throws Error that says what is missing or failed.
 */
export async function ensurePython(cacheDir: string): Promise<string> {
  const folder = join(cacheDir, 'bench', 'pipecat-venv');
  const stampFile = join(folder, 'lock.sha256');
  const python = join(folder, 'bin', 'python');
  const stamp = createHash('sha256')
    .update(await readFile(lock))
    .digest('hex');
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === stamp) return python;
  console.log(`installing Pipecat into ${folder}: once, about 550 MB`);
  await rm(folder, { recursive: true, force: true });
  await run(await findPython(), ['-m', 'venv', folder]);
  const options = ['--quiet', '--disable-pip-version-check', '--require-hashes', '--requirement', lock];
  await run(python, ['-m', 'pip', 'install', ...options]);
  await writeFile(stampFile, stamp);
  return python;
}

async function findPython(): Promise<string> {
  for (const python of PYTHONS) if ((await runCommand(python, ['-c', FITS])) === 0) return python;
  throw new Error(
    'Pipecat needs Python 3.11 to 3.13, with its venv module. Install one, or leave the arm pipecat out.',
  );
}

async function run(command: string, args: string[]): Promise<void> {
  const code = await runCommand(command, args);
  if (code !== 0)
    throw new Error(`Pipecat could not be installed: ${command} ${args.join(' ')} failed; see above.`);
}
