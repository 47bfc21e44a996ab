// The first thing that runs, in plain Node: it installs the npm dependencies when they are missing or outdated and
// hands over to stack/main.ts.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, 'node_modules', '.parley-stamp');
const ORPHAN_CHECK_MS = 1000;

function checkNodeVersion() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(
    `Parley needs Node 20.19 or newer; this is ${process.version}. Install it from https://nodejs.org.`,
  );
  process.exit(1);
}

/** What an installation depends on; the stamp is written last, so a broken-off one is never taken for whole. */
function fingerprint() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform} ${process.arch}`).digest('hex');
}

function installDependencies() {
  const wanted = fingerprint();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  console.log('setup    │ installing npm dependencies (about a minute)');
  /** @type {import('node:child_process').SpawnSyncOptions} */
  const options = { cwd: root, stdio: 'inherit', env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' } };
  const result = spawnSync(
    'npm',
    ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    options,
  );
  if (result.error || result.status !== 0) {
    console.error(
      `setup    │ npm ci failed${result.error ? `: ${result.error.message}` : ''}. Check the network or the npm registry and run the command again.`,
    );
    process.exit(1);
  }
  writeFileSync(stampFile, wanted);
}

/** Runs stack/main.ts, passes signals on, and goes with it. */
function handOver() {
  const args = ['--import', 'tsx', join(root, 'stack', 'main.ts'), ...process.argv.slice(2)];
  const env = { NODE_ENV: 'production', ...process.env }; // Keeps LiveKit's debug lines out of the log.
  const main = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => main.kill(signal));
  main.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
  // npm killed the hard way leaves us to another parent: then nobody can stop us any more, so we stop.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event)
    setInterval(() => process.ppid !== parent && main.kill('SIGTERM'), ORPHAN_CHECK_MS).unref();
}

checkNodeVersion();
installDependencies();
handOver();
