import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../stack/progress.ts';

/** Interpreters to try: what we install needs 3.11, and the newest ones may be too new for the pinned wheels. */
const PYTHONS = ['python3.12', 'python3.11', 'python3.13', 'python3'];
const FITS = 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))';

/** A Python of its own for something that only measurements need. */
export interface PythonEnvironment {
  /** What it is for, as messages name it. */
  title: string;
  /** Where it lies. */
  folder: string;
  /** Requirements with hashes. */
  lock: string;
  /** What installing takes, for whoever waits. */
  size: string;
}

/**
 * The environment's interpreter; it is made on first use and whenever the lock changes.
 *
 * @throws Error that says what is missing or failed.
 */
export async function ensurePythonEnvironment(environment: PythonEnvironment): Promise<string> {
  const { title, folder, lock, size } = environment;
  const stampFile = join(folder, 'lock.sha256');
  const python = join(folder, 'bin', 'python');
  const stamp = createHash('sha256')
    .update(await readFile(lock))
    .digest('hex');
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === stamp) return python;
  console.log(`installing ${title} into ${folder}: once, about ${size}`);
  await rm(folder, { recursive: true, force: true });
  await run(title, await findPython(title), ['-m', 'venv', folder]);
  const options = ['--quiet', '--disable-pip-version-check', '--require-hashes', '--requirement', lock];
  await run(title, python, ['-m', 'pip', 'install', ...options]);
  await writeFile(stampFile, stamp);
  return python;
}

async function findPython(title: string): Promise<string> {
  for (const python of PYTHONS) if ((await runCommand(python, ['-c', FITS])) === 0) return python;
  throw new Error(`${title} needs Python 3.11 to 3.13, with its venv module: install one.`);
}

async function run(title: string, command: string, args: string[]): Promise<void> {
  const code = await runCommand(command, args);
  if (code !== 0)
    throw new Error(`${title} could not be installed: ${command} ${args.join(' ')} failed; see above.`);
}
