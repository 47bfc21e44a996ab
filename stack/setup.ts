import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installLiveKitServer } from './livekit-server.ts';
import type { StackConfig } from './config.ts';
import { buildPage } from './page.ts';
import { report, runCommand } from './progress.ts';

/** The parts of models/install.py: each brings its Python packages and its model files. */
export type ModelPart = 'stt' | 'tts' | 'llama' | 'dev';

/** What the tests need: both model servers, even where others are configured, and the test tools. */
export const testParts: ModelPart[] = ['stt', 'tts', 'dev'];

/** What setup leaves behind for the processes. */
export interface Installation {
  python: string;
  /** Undefined when LIVEKIT_URL points at a server that runs already. */
  livekitServer: string | undefined;
}

/**
 * Brings everything onto this machine that the stack needs and that is not here yet. Safe to interrupt and to run
 * again: finished parts are recognised, broken ones repaired.
 *
 * @throws Error that says which part failed and what to do.
 */
export async function setUp(
  config: StackConfig,
  root: string,
  extraParts: ModelPart[] = [],
): Promise<Installation> {
  const parts = new Set(extraParts);
  if (!config.STT_BASE_URL) parts.add('stt');
  if (!config.TTS_BASE_URL) parts.add('tts');
  const cacheDir = resolve(root, config.PARLEY_CACHE_DIR);
  const [livekitServer] = await Promise.all([
    config.LIVEKIT_URL ? undefined : installLiveKitServer(cacheDir, config.LIVEKIT_SERVER),
    installModels(root, [...parts]),
  ]);
  await buildPage(root); // After the rest: it wants both cores for itself.
  return { python: join(cacheDir, 'venv', 'bin', 'python'), livekitServer };
}

/** Interpreters to try; the newest ones may be too new for the pinned wheels. */
const PYTHONS = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];

/**
 * Runs models/install.py for these parts.
 *
 * @param options - of the script, such as `--only venv`.
 * @throws Error when it fails; it has said why.
 */
export async function installModels(root: string, parts: ModelPart[], options: string[] = []): Promise<void> {
  if (parts.length === 0) return;
  const python = await findPython();
  const exitCode = await runCommand(python, [join(root, 'models', 'install.py'), ...options, ...parts]);
  if (exitCode !== 0) throw new Error('The model servers could not be installed; see the lines above.');
}

async function findPython(): Promise<string> {
  for (const python of PYTHONS) {
    const check = 'import sys; sys.exit(not (3, 10) <= sys.version_info < (3, 14))';
    if ((await runCommand(python, ['-c', check])) === 0) return python;
  }
  throw new Error(
    'Python 3.10 to 3.13 is missing. Install it (Debian: apt-get install python3 python3-venv; macOS: brew install python@3.12).',
  );
}

/** Setup as a command of its own; `--tests` adds what `npm test` needs. */
export async function runSetup(config: StackConfig, root: string, args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { tests: { type: 'boolean', default: false } } });
  await setUp(config, root, values.tests ? testParts : []);
  report('everything is in place');
}
