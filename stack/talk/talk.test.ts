import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { readStackConfig } from '../config.ts';
import { pickFreePorts } from '../ports.ts';
import { findSoundPrograms, openSoundDevices } from './sound-programs.ts';
import { hangUpOnSignal, runTalk } from './talk.ts';

/** A folder with programs that stand in for those of a machine with a sound card. */
function createPrograms(programs: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sound-'));
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

test('without a stack it says what to start', async () => {
  const { TOKEN_SERVER_PORT } = await pickFreePorts(['TOKEN_SERVER_PORT']);
  const config = readStackConfig({ TOKEN_SERVER_PORT: String(TOKEN_SERVER_PORT) });
  await expect(runTalk(config, mkdtempSync(join(tmpdir(), 'talk-')), [])).rejects.toThrow(
    /Nothing answers at .*ECONNREFUSED.*: run npm start in another terminal first/,
  );
});

test('without programs for sound it says what to install', async () => {
  await expect(findSoundPrograms(24_000, createPrograms({ arecord: 'cat' }))).rejects.toThrow(
    /apt-get install alsa-utils.*brew install sox/,
  );
});

test('a microphone that fails is told with what its program says', async () => {
  const programs = { rec: 'echo no such device >&2; exit 1', play: 'exec /bin/cat > /dev/null' };
  const devices = openSoundDevices(await findSoundPrograms(24_000, createPrograms(programs)));
  await expect(devices.failed).rejects.toThrow('rec ended (exit code 1). no such device');
  devices.close();
});

test('Ctrl-C in a terminal is for the call, not for the programs that record and play', async () => {
  const programs = { rec: 'exec /bin/cat /dev/zero', play: 'exec /bin/cat > /dev/null' };
  const { microphone, loudspeaker, close } = openSoundDevices(
    await findSoundPrograms(24_000, createPrograms(programs)),
  );
  for (const { pid = 0 } of [microphone, loudspeaker]) expect(process.kill(-pid, 0)).toBe(true); // Leads a group.
  close();
});

test('a second Ctrl-C, which npm passes on, does not break off the goodbye', () => {
  const leave = vi.fn(() => Promise.resolve());
  const before = process.listeners('SIGINT');
  hangUpOnSignal({ leave });
  process.emit('SIGINT');
  process.emit('SIGINT');
  expect(leave).toHaveBeenCalledTimes(2);
  expect(process.listenerCount('SIGINT')).toBe(before.length + 1);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const own = process.listeners(signal).at(-1);
    if (own) process.off(signal, own);
  }
});
