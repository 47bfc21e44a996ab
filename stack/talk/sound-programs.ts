import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { access, constants } from 'node:fs/promises';
import { basename, delimiter, join } from 'node:path';

/** Programs that read a microphone and write to a loudspeaker: raw mono samples of 16 bits, little-endian. */
export interface SoundPrograms {
  /** Name and arguments. */
  record: [string, ...string[]];
  play: [string, ...string[]];
}

/** @param rateHz - samples a second, of both. */
function listSoundPrograms(rateHz: number): SoundPrograms[] {
  const alsa = ['-q', '-t', 'raw', '-f', 'S16_LE', '-c', '1', '-r', String(rateHz)];
  const sox = ['-t', 'raw', '-e', 'signed', '-b', '16', '-c', '1', '-r', String(rateHz), '-'];
  return [
    { record: ['arecord', ...alsa], play: ['aplay', ...alsa] },
    { record: ['rec', '-q', ...sox], play: ['play', '-q', ...sox] },
  ];
}

/** A microphone and a loudspeaker, as running programs. */
export interface SoundDevices {
  microphone: ChildProcess;
  loudspeaker: ChildProcess;
  /** Rejects when one of them ends before it was told to. */
  failed: Promise<never>;
  close: () => void;
}

/**
 * Finds programs for the system's default microphone and loudspeaker.
 *
 * @throws Error that says what to install.
 */
export async function findSoundPrograms(
  rateHz: number,
  path = process.env['PATH'] ?? '',
): Promise<SoundPrograms> {
  for (const { record, play } of listSoundPrograms(rateHz)) {
    const [recorder, player] = await Promise.all([findProgram(record[0], path), findProgram(play[0], path)]);
    if (!recorder || !player) continue;
    return { record: [recorder, ...record.slice(1)], play: [player, ...play.slice(1)] };
  }
  throw new Error(
    '--microphone needs a program that records and one that plays: arecord and aplay (Debian: apt-get install ' +
      'alsa-utils), or rec and play of SoX (macOS: brew install sox). Without it, type.',
  );
}

/** Opens microphone and loudspeaker. What is said from now on is recorded, and waits for whoever reads it. */
export function openSoundDevices({ record, play }: SoundPrograms): SoundDevices {
  // In groups of their own: Ctrl-C is for the call, and ends them with it.
  const options = { detached: true } as const;
  const microphone = spawn(record[0], record.slice(1), { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const loudspeaker = spawn(play[0], play.slice(1), { ...options, stdio: ['pipe', 'ignore', 'pipe'] });
  const failed = Promise.race([
    watch(basename(record[0]), microphone),
    watch(basename(play[0]), loudspeaker),
  ]);
  failed.catch(() => undefined); // Whoever races with it is told.
  const close = () => {
    microphone.kill();
    loudspeaker.kill();
  };
  return { microphone, loudspeaker, failed, close };
}

async function findProgram(name: string, path: string): Promise<string | undefined> {
  for (const folder of path.split(delimiter)) {
    const file = join(folder, name);
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return undefined;
}

/** Rejects with what the program printed last, when it ends. */
async function watch(name: string, child: ChildProcess): Promise<never> {
  let printed = '';
  child.stderr?.on('data', (chunk: Buffer) => (printed = (printed + chunk.toString()).slice(-500)));
  child.stdin?.on('error', () => undefined); // Its end is told by its exit.
  const [code] = (await once(child, 'exit')) as [number | null];
  throw new Error(`${name} ended (exit code ${code}). ${printed.trim()}`);
}
