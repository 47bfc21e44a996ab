import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeWav } from '../agent/stt/wav.ts';
import { CALL_RATE_HZ } from './caller.ts';
import { synthesize } from './speech.ts';

/** What a caller says and when: seconds from the moment the microphone opens. */
export type Script = readonly { atSeconds: number; says: string }[];

/** Long enough for every test: the microphone ends with its recording. */
const RECORDING_SECONDS = 120;

/** Steps of 16 bits: a quiet room, unlike the zeros of a microphone that is muted. */
const ROOM_NOISE = 3;

/** Records a caller with the voice of the stack, in a quiet room. @returns path of a WAV for a browser's fake microphone. */
export async function recordCaller(stack: { tts: string }, script: Script): Promise<string> {
  const samples = Int16Array.from(
    { length: RECORDING_SECONDS * CALL_RATE_HZ },
    (_, index) => (index % 7) - ROOM_NOISE,
  );
  for (const { atSeconds, says } of script)
    samples.set(
      await synthesize({ baseUrl: stack.tts, model: 'kokoro' }, 'am_michael', says),
      Math.round(atSeconds * CALL_RATE_HZ),
    );
  return saveRecording(samples);
}

/** Saves what a microphone yields, for a browser's fake microphone. @returns path of the WAV. */
export async function saveRecording(samples: Int16Array): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'parley-')), 'microphone.wav');
  await writeFile(path, encodeWav(samples, CALL_RATE_HZ));
  return path;
}
