import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findLiveKitServer } from './livekit-server.ts';

/** Scripts that print a version stand for binaries that are too old or broken. */
async function writeScript(text: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'parley-livekit-')), 'livekit-server');
  await writeFile(file, `#!/bin/sh\n${text}\n`);
  await chmod(file, 0o755);
  return file;
}

test('a configured server that is too old is refused by name', async () => {
  const old = await writeScript('echo livekit-server version 1.11.0');
  await expect(findLiveKitServer('/nowhere', old)).rejects.toThrow(
    `LIVEKIT_SERVER=${old} is no livekit-server`,
  );
});

test('a configured server that is new enough is used', async () => {
  const recent = await writeScript('echo livekit-server version 1.13.0');
  expect(await findLiveKitServer('/nowhere', recent)).toBe(recent);
});

test('a half-written binary in the cache is not taken for a server', async () => {
  const cache = await mkdtemp(join(tmpdir(), 'parley-cache-'));
  const file = join(cache, 'livekit-server-1.13.5', 'livekit-server');
  await mkdir(join(file, '..'));
  await writeFile(file, Buffer.from([0x7f, 0x45, 0x4c, 0x46]), { mode: 0o755 });
  expect(await findLiveKitServer(cache)).not.toBe(file);
});
