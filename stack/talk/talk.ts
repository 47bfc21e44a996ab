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
import { openSoundDevices } from './sound-programs.ts';
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
  const sound = microphone ? await openSoundDevices(CALL_RATE_HZ) : undefined;
  const keys = readKeys(config, resolve(root, config.PARLEY_CACHE_DIR));
  const ticket = await fetchTicket(pageUrl, await getInvitation(pageUrl, keys, 'talk'), assistant);
  const call = await ConsoleCall.join(ticket, {
    agentSpeaks: (name, words) => void printWords(name, words),
    callerSaid: (text) => sound && console.log(`you: ${text}`),
    agentTrack: (track) => void play(track, sound),
  });
  console.log(sound ? 'Speak, or type. Ctrl-C hangs up.' : 'Type, and press Enter. Ctrl-C hangs up.');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void call.leave());
  try {
    const ends = [call.whenEnded(), readInput(call)];
    if (sound)
      ends.push(sound.failed, sendMicrophone(call.room, sound.microphone.stdout as AsyncIterable<Buffer>));
    await Promise.race(ends);
  } finally {
    sound?.close();
    await call.leave();
  }
  console.log('The call has ended.');
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
    () => undefined,
  );
  if (!answer) throw new Error(`Nothing answers at ${pageUrl}: run npm start in another terminal first.`);
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

async function printWords(name: string, words: AsyncIterable<string>): Promise<void> {
  process.stdout.write(`${name}: `);
  try {
    for await (const word of words) process.stdout.write(word);
  } catch {
    // Cut off with the call.
  }
  process.stdout.write('\n');
}

async function play(track: RemoteTrack, sound: SoundDevices | undefined): Promise<void> {
  if (sound?.loudspeaker.stdin) await playTrack(track, sound.loudspeaker.stdin);
}
