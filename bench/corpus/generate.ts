import { createHash } from 'node:crypto';
import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { encodeWav } from '../../agent/stt/wav.ts';
import { CALL_RATE_HZ } from '../../stack/caller.ts';
import { synthesize, transcribe } from '../../stack/speech.ts';
import type { ModelServers } from '../arms/arm.ts';
import { bedNames, createBed, createFloor } from './beds.ts';
import type { BedName } from './beds.ts';
import { lines, voices } from './lines.ts';
import type { Line } from './lines.ts';
import type { Manifest } from './manifest.ts';
import { createRandom, hashText } from './random.ts';
import { resample } from '../../stack/resample.ts';
import { fade, join, measureSpeechDbfs, mix, trimSpeech } from './sound.ts';
import { findWordGap } from './word-gap.ts';

/** Goes up when the same lines are to become other recordings. */
const GENERATOR_VERSION = 1;

const RATE_HZ = 16_000;
const SAMPLES_PER_MS = RATE_HZ / 1000;
const FLOOR_DBFS = -62;
const END_MS = 10;
const FADE_MS = 4;

/** Noise is there before somebody speaks and goes on while the caller waits for the answer. */
const BED_BEFORE_MS = 400;
const BED_AFTER_MS = 2500;
const SNRS_DB = [15, 10, 5];
const NOISY_ITEMS = 10;

const NOISE_MS = 12_000;
const NOISE_DBFS = -34;

type ManifestItem = Manifest['items'][number];

/** Speech with its pauses in it, without noise; ends with the last word. */
interface Utterance {
  samples: Int16Array;
  pauses: ManifestItem['pauses'];
}

/**
 * The folder of the corpus that {@link lines} describe. It is made on first use, from the speech of our own TTS
 * server; later calls find it.
 *
 * @param startServers - starts real ones: recognition finds the gaps between words that pauses go into.
 */
export async function ensureCorpus(
  cacheDir: string,
  startServers: () => Promise<{ servers: ModelServers; stop: () => Promise<void> }>,
): Promise<string> {
  const content = JSON.stringify({ GENERATOR_VERSION, lines, voices });
  const version = createHash('sha256').update(content).digest('hex').slice(0, 12);
  const folder = joinPath(cacheDir, 'bench', `corpus-${version}`);
  if (await exists(joinPath(folder, 'manifest.json'))) return folder;
  console.log(`making ${folder}: once, takes some minutes`);
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  const { servers, stop } = await startServers();
  await writeCorpus(unfinished, servers).finally(stop);
  await rename(unfinished, folder);
  return folder;
}

async function writeCorpus(folder: string, servers: ModelServers): Promise<void> {
  const items: ManifestItem[] = [];
  const write = async (item: Omit<ManifestItem, 'duration_ms'>, samples: Int16Array) => {
    const noise = createFloor(samples.length, FLOOR_DBFS, createRandom(hashText(item.file)));
    await writeFile(joinPath(folder, item.file), encodeWav(mix(samples, noise), RATE_HZ));
    items.push({ duration_ms: samples.length / SAMPLES_PER_MS, ...item });
  };
  const talk: Int16Array[] = [];
  const places = new Map<Line['kind'], number>();
  for (const line of lines) {
    const place = places.get(line.kind) ?? 0;
    places.set(line.kind, place + 1);
    const { samples, pauses } = await speak(line, pickVoice(place), servers);
    if (line.kind === 'complete') talk.push(samples);
    const file = `${line.kind}-${number(place)}.wav`;
    await write(
      { file, ...describeLine(line, place), speech_end_ms: samples.length / SAMPLES_PER_MS, pauses },
      join(samples, silence(END_MS)),
    );
  }
  for (let place = 0; place < NOISY_ITEMS; place++) await writeNoisy(place, servers, talk, write);
  for (const [place, bed] of bedNames.entries()) {
    const random = createRandom(hashText(`noise ${bed}`));
    const noise = createBed(bed, NOISE_MS * SAMPLES_PER_MS, RATE_HZ, NOISE_DBFS, random, talk);
    const label = {
      file: `noise-${bed}.wav`,
      kind: 'noise',
      text: '',
      voice: '',
      half: pickHalf(place),
    } as const;
    await write({ ...label, bed, speech_end_ms: 0, pauses: [] }, mix(silence(NOISE_MS), noise));
  }
  const manifest: Manifest = { sample_rate_hz: RATE_HZ, synthetic: true, engine: servers.tts.model, items };
  await writeFile(joinPath(folder, 'manifest.json'), JSON.stringify(manifest, null, 1));
}

/** A complete line of the same half, in another voice of that half, with a background. */
async function writeNoisy(
  place: number,
  servers: ModelServers,
  talk: Int16Array[],
  write: (item: Omit<ManifestItem, 'duration_ms'>, samples: Int16Array) => Promise<void>,
): Promise<void> {
  const line = lines[place] as Line;
  const { samples } = await speak(line, pickVoice(place + 2), servers);
  const bed = bedNames[place % bedNames.length] as BedName;
  const snrDb = SNRS_DB[place % SNRS_DB.length] as number;
  const whole = join(silence(BED_BEFORE_MS), samples, silence(BED_AFTER_MS));
  const dbfs = measureSpeechDbfs(samples, RATE_HZ) - snrDb;
  const noise = createBed(bed, whole.length, RATE_HZ, dbfs, createRandom(hashText(`noisy ${place}`)), talk);
  await write(
    {
      file: `noisy-${number(place)}.wav`,
      ...describeLine(line, place),
      kind: 'noisy',
      voice: pickVoice(place + 2),
      bed,
      snr_db: snrDb,
      speech_end_ms: BED_BEFORE_MS + samples.length / SAMPLES_PER_MS,
      pauses: [],
    },
    mix(whole, noise),
  );
}

/** One continuous synthesis, opened between two words wherever the line has a bar. */
async function speak(line: Line, voice: string, { stt, tts }: ModelServers): Promise<Utterance> {
  const parts = line.text.split('|').map((part) => part.trim());
  const spoken = trimSpeech(await synthesize(tts, voice, parts.join(' ')), CALL_RATE_HZ);
  const pieces: Int16Array[] = [];
  const pauses: Utterance['pauses'] = [];
  let from = 0;
  for (const [index, durationMs] of line.pausesMs.entries()) {
    const [before, after] = [parts.slice(0, index + 1).join(' '), parts.slice(index + 1).join(' ')];
    const gap = await findWordGap(spoken, CALL_RATE_HZ, before, after, (samples) => transcribe(stt, samples));
    pieces.push(toCorpusRate(spoken.slice(from, gap.fromSample)), silence(durationMs));
    from = gap.toSample;
    const endMs = join(...pieces).length / SAMPLES_PER_MS;
    pauses.push({
      at_ms: endMs - durationMs,
      duration_ms: durationMs,
      after_words: before.split(/\s+/).length,
    });
  }
  pieces.push(toCorpusRate(spoken.slice(from)));
  return { samples: join(...pieces), pauses };
}

function toCorpusRate(samples: Int16Array): Int16Array {
  const faded = resample(samples, CALL_RATE_HZ, RATE_HZ);
  return fade(faded, FADE_MS * SAMPLES_PER_MS, FADE_MS * SAMPLES_PER_MS);
}

function describeLine({ kind, text }: Line, place: number) {
  return { kind, text: text.replace(/\s*\|\s*/g, ' '), voice: pickVoice(place), half: pickHalf(place) };
}

function pickVoice(place: number): string {
  return voices[place % voices.length] as string;
}

function pickHalf(place: number): 'fit' | 'test' {
  return place % 2 === 0 ? 'fit' : 'test';
}

function silence(durationMs: number): Int16Array {
  return new Int16Array(durationMs * SAMPLES_PER_MS);
}

function number(place: number): string {
  return String(place).padStart(3, '0');
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
