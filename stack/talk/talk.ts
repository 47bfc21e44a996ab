import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { RemoteTrack } from '@livekit/rtc-node';
import { CALL_RATE_HZ } from '../caller.ts';
import type { StackConfig } from '../config.ts';
import { getInvitation } from '../invitation.ts';
import { readKeys } from '../keys.ts';
import { getPageUrl } from '../services.ts';
import { fetchTicket } from '../ticket.ts';
import { ConsoleCall } from './console-call.ts';
import { playTrack, sendMicrophone } from './live-audio.ts';
import { PrintedCall } from './printed-call.ts';
import { findSoundPrograms, openSoundDevices } from './sound-programs.ts';
import type { SoundDevices } from './sound-programs.ts';

const PROBE_TIMEOUT_MS = 5_000;

/**
 * `npm run talk`: a call from the terminal, to the stack that runs. What is typed is answered in writing, as the words
 * are spoken; with `--microphone` it is spoken and heard as well. Ends with Ctrl-C, with the input, or with the call.
 */
export async function runTalk(config: StackConfig, root: string, args: string[]): Promise<void> {
  const { assistant, microphone } = readOptions(args);
  const pageUrl = getPageUrl(config);
  await requireStack(pageUrl);
  const programs = microphone ? await findSoundPrograms(CALL_RATE_HZ) : undefined;
  const keys = readKeys(config, resolve(root, config.PARLEY_CACHE_DIR));
  const ticket = await fetchTicket(pageUrl, await getInvitation(pageUrl, keys, 'talk'), assistant);
  const printed = new PrintedCall((text) => process.stdout.write(text));
  let sound: SoundDevices | undefined;
  const call = await ConsoleCall.join(ticket, {
    agentSpeaks: (name, words) => void printed.printWords(name, words),
    callerSaid: (text) => {
      if (microphone) printed.printLine(`you: ${text}`);
    },
    agentTrack: (track) => void play(track, sound),
  });
  // Not before: what a microphone gives while the call is set up would be sent first, and all after it late.
  if (programs) sound = openSoundDevices(programs);
  printed.printLine(sound ? 'Speak, or type. Ctrl-C hangs up.' : 'Type, and press Enter. Ctrl-C hangs up.');
  hangUpOnSignal(call);
  try {
    const ended = call.whenEnded();
    const ends = [ended, readInput(call), call.whenAnswered().then(() => ended)];
    if (sound) ends.push(sound.failed, speak(call, sound));
    await Promise.race(ends);
  } finally {
    sound?.close();
    await call.leave();
  }
  printed.printLine('The call has ended.');
}

/** Ctrl-C arrives twice: from the terminal, and from the program that started this one. */
export function hangUpOnSignal(call: Pick<ConsoleCall, 'leave'>): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void call.leave());
}

function readOptions(args: string[]) {
  const { values } = parseArgs({
    args,
    options: { assistant: { type: 'string' }, microphone: { type: 'boolean', default: false } },
  });
  return values;
}

async function requireStack(pageUrl: string): Promise<void> {
  const answer = await fetch(`${pageUrl}/readyz`, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) }).catch(
    (error: unknown) => {
      const { message, cause } = error as Error;
      const reason = cause instanceof Error ? cause.message : message;
      throw new Error(`Nothing answers at ${pageUrl} (${reason}): run npm start in another terminal first.`, {
        cause: error,
      });
    },
  );
  if (!answer.ok) throw new Error(`Parley at ${pageUrl} is not ready for calls: ${await answer.text()}`);
}

/** Sends each line that is typed. From a pipe they wait for each other's answers, and the end hangs up after the last. */
async function readInput(call: ConsoleCall): Promise<void> {
  const isTyped = process.stdin.isTTY;
  for await (const line of createInterface({ input: process.stdin })) {
    if (!line.trim()) continue;
    if (isTyped) await call.type(line);
    else {
      await call.whenQuiet();
      await call.ask(line);
    }
  }
  if (!isTyped) await call.whenQuiet();
}

/** What the microphone hears goes to the agent for as long as it works. */
async function speak(call: ConsoleCall, sound: SoundDevices): Promise<void> {
  await sendMicrophone(call.room, sound.microphone.stdout as AsyncIterable<Buffer>);
  await sound.failed; // It has ended; this tells why.
}

async function play(track: RemoteTrack, sound: SoundDevices | undefined): Promise<void> {
  if (!sound?.loudspeaker.stdin) return;
  await playTrack(track, sound.loudspeaker.stdin).catch(() => undefined); // Cut off with the call.
}
