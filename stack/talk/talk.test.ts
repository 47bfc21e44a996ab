import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readStackConfig } from '../config.ts';
import { pickFreePorts } from '../ports.ts';
import { openSoundDevices } from './sound-programs.ts';
import { runTalk } from './talk.ts';

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
  await expect(runTalk(config, '/nowhere', [])).rejects.toThrow(/run npm start in another terminal first/);
});

test('without programs for sound it says what to install', async () => {
  await expect(openSoundDevices(24_000, createPrograms({ arecord: 'cat' }))).rejects.toThrow(
    /apt-get install alsa-utils.*brew install sox/,
  );
});

test('a microphone that fails is told with what its program says', async () => {
  const programs = { rec: 'echo no such device >&2; exit 1', play: 'exec /bin/cat > /dev/null' };
  const devices = await openSoundDevices(24_000, createPrograms(programs));
  await expect(devices.failed).rejects.toThrow('rec ended (exit code 1). no such device');
  devices.close();
});
