import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { extract } from 'tar';
import { report, runCommand } from './progress.ts';

/** The pinned version; its Go module checksum is in Go's public checksum database, which `go install` verifies. */
const VERSION = '1.13.5';
const MODULE = `github.com/livekit/livekit-server/cmd/server@v${VERSION}`;
const RELEASE = `https://github.com/livekit/livekit/releases/download/v${VERSION}`;

/** Older servers refuse tokens that carry the room configuration which livekit-server-sdk 2.19 writes. */
const OLDEST_USABLE = [1, 13];

const CONNECT_TIMEOUT_MS = 10_000;

/** The livekit-server that is on this machine already: configured path → PATH → cache. */
export async function findLiveKitServer(cacheDir: string, configured?: string): Promise<string | undefined> {
  if (configured) {
    if (await isUsable(configured)) return configured;
    throw new Error(
      `LIVEKIT_SERVER=${configured} is no livekit-server of version ${OLDEST_USABLE.join('.')} or newer.`,
    );
  }
  for (const command of ['livekit-server', join(getDirectory(cacheDir), 'livekit-server')])
    if (await isUsable(command)) return command;
  return undefined;
}

/**
 * Finds livekit-server or installs it into the cache: the publisher's release → a build with Go.
 *
 * @returns the path of the binary.
 * @throws Error that says which tool to install when every source failed.
 */
export async function installLiveKitServer(cacheDir: string, configured?: string): Promise<string> {
  const found = await findLiveKitServer(cacheDir, configured);
  if (found) return found;
  const directory = getDirectory(cacheDir);
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  if ((await downloadRelease(directory)) || (await buildWithGo(directory)))
    return join(directory, 'livekit-server');
  throw new Error(
    `livekit-server ${VERSION} is missing. Install it (macOS: brew install livekit; Linux: https://docs.livekit.io/home/self-hosting/local) or install Go 1.26 (https://go.dev/dl), then run the command again.`,
  );
}

function getDirectory(cacheDir: string): string {
  return join(cacheDir, `livekit-server-${VERSION}`);
}

async function isUsable(command: string): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)(command, ['--version']);
    const [major = 0, minor = 0] = (/(\d+)\.(\d+)\.\d+/.exec(stdout) ?? []).slice(1).map(Number);
    const [oldestMajor = 0, oldestMinor = 0] = OLDEST_USABLE;
    return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  } catch {
    return false;
  }
}

/** Takes the publisher's archive for this machine, checked against the checksums of the same release. */
async function downloadRelease(directory: string): Promise<boolean> {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const archive = `livekit_${VERSION}_${process.platform}_${arch}.tar.gz`;
  try {
    report(`downloading livekit-server ${VERSION}`);
    const checksums = await (await download(`${RELEASE}/checksums.txt`)).text();
    const expected = checksums
      .split('\n')
      .find((line) => line.endsWith(archive))
      ?.split(/\s+/)[0];
    if (!expected) throw new Error(`the release has no ${archive}`);
    const bytes = Buffer.from(await (await download(`${RELEASE}/${archive}`)).arrayBuffer());
    const actual = createHash('sha256').update(bytes).digest('hex');
    if (actual !== expected) throw new Error(`${archive} has sha256 ${actual}, expected ${expected}`);
    await pipeline(Readable.from([bytes]), extract({ cwd: directory }, ['livekit-server']));
    await chmod(join(directory, 'livekit-server'), 0o755);
    return await isUsable(join(directory, 'livekit-server'));
  } catch (error) {
    report(`no release of livekit-server: ${describe(error)}`);
    return false;
  }
}

async function download(url: string): Promise<Response> {
  const connect = new AbortController();
  const timer = setTimeout(() => {
    connect.abort(new Error(`${url} did not answer in ${CONNECT_TIMEOUT_MS} ms`));
  }, CONNECT_TIMEOUT_MS);
  const response = await fetch(url, { signal: connect.signal }).finally(() => {
    clearTimeout(timer);
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response;
}

async function buildWithGo(directory: string): Promise<boolean> {
  report(`building livekit-server ${VERSION} with Go (one to three minutes)`);
  const exitCode = await runCommand('go', ['install', MODULE], { GOBIN: directory });
  if (exitCode === undefined) report('Go is not installed');
  if (exitCode !== 0) return false;
  await rename(join(directory, 'server'), join(directory, 'livekit-server'));
  return isUsable(join(directory, 'livekit-server'));
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
