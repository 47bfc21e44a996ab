import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { joinSamples } from '../../agent/samples.ts';
import { encodeWav } from '../../agent/stt/wav.ts';
import { CALL_RATE_HZ } from '../caller.ts';
import { resample } from '../resample.ts';
import { synthesize } from '../speech.ts';
import type { ModelServer } from '../speech.ts';
import { decodeWav } from '../wav.ts';
import type { Speech } from './scenario.ts';

/** −40 dBFS: above the noise floor of clean speech, below any word. */
const SPEECH_AMPLITUDE = 330;

/** What callers say in scenarios: spoken by the TTS server once, then kept on disk. */
export class Clips {
  readonly #folder: string;
  readonly #tts: ModelServer;
  readonly #speaking = new Map<string, Promise<Int16Array>>();

  /** @param folder - where speech is kept; made when it is not there. */
  constructor(folder: string, tts: ModelServer) {
    this.#folder = folder;
    this.#tts = tts;
  }

  /** Words and pauses as samples at {@link CALL_RATE_HZ}, without silence around them, so that times are those of speech. */
  async speak(voice: string, speech: Speech): Promise<Int16Array> {
    const parts: Int16Array[] = [];
    for (const part of speech)
      parts.push(
        typeof part === 'number'
          ? new Int16Array(Math.round((part * CALL_RATE_HZ) / 1000))
          : await this.#speakWords(voice, part),
      );
    return joinSamples(parts);
  }

  #speakWords(voice: string, words: string): Promise<Int16Array> {
    const { hostname } = new URL(this.#tts.baseUrl); // Our own server has another port each time.
    const spoken = [hostname, this.#tts.model, voice, words].join('\n');
    const key = createHash('sha256').update(spoken).digest('hex');
    const known =
      this.#speaking.get(key) ?? this.#readOrSpeak(join(this.#folder, `${key}.wav`), voice, words);
    this.#speaking.set(key, known);
    known.catch(() => this.#speaking.delete(key)); // It may be asked again.
    return known;
  }

  async #readOrSpeak(file: string, voice: string, words: string): Promise<Int16Array> {
    const kept = await readRecording(file).catch(() => undefined);
    if (kept) return kept;
    const samples = trimSilence(await synthesize(this.#tts, voice, words));
    await mkdir(this.#folder, { recursive: true });
    await writeFile(`${file}.${process.pid}`, encodeWav(samples, CALL_RATE_HZ));
    await rename(`${file}.${process.pid}`, file); // Whole, or not there.
    return samples;
  }
}

/** A recording at {@link CALL_RATE_HZ}. @throws Error for anything but 16-bit mono PCM. */
export async function readRecording(path: string): Promise<Int16Array> {
  const { samples, rateHz } = decodeWav(await readFile(path));
  return resample(samples, rateHz, CALL_RATE_HZ);
}

function trimSilence(samples: Int16Array): Int16Array {
  const isLoud = (sample: number) => Math.abs(sample) > SPEECH_AMPLITUDE;
  return samples.slice(Math.max(0, samples.findIndex(isLoud)), samples.findLastIndex(isLoud) + 1);
}
