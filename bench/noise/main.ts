import { parseArgs } from 'node:util';
import { cpus, loadavg } from 'node:os';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { initializeLogger } from '@livekit/agents';
import type { VAD } from '@livekit/agents';
import * as silero from '@livekit/agents-plugin-silero';
import { transcribe } from '../../agent/stt/batch-transcription.ts';
import { FRAME_MS } from '../../agent/turn/speech-detection.ts';
import { measureWordErrorRate } from '../../stack/word-errors.ts';
import { loadCorpus } from '../corpus/manifest.ts';
import type { CorpusItem } from '../corpus/manifest.ts';
import { measureWindows } from '../corpus/sound.ts';
import { hearThrough, listConditions, NOISE_BEFORE_MS, RATE_HZ } from './condition.ts';
import type { Condition } from './condition.ts';
import { countBargeIns, detectSpeech, judgeFrames, listenThrough } from './listening.ts';
import type { Aid } from './listening.ts';

/** What the STT server is sent of the noise before and after the speech, as a turn would. */
const MARGIN_MS = 500;

/** A silence this long after the end of the speech: the end was found. */
const END_MS = 320;
const END_FOUND_WITHIN_MS = 700;

const aids: Record<string, Aid> = {
  nothing: { gain: false, suppression: false },
  gain: { gain: true, suppression: false },
  suppression: { gain: false, suppression: true },
  both: { gain: true, suppression: true },
};

const USAGE = `npx tsx bench/noise/main.ts --corpus DIR --stt BASE_URL [--aids nothing,gain,suppression,both] [--every N] [--only REGEXP]
                              [--out FILE]
DIR holds recordings and a manifest.json; BASE_URL is an STT server, http://127.0.0.1:8870/v1 of npm start.
--every 3 takes each third recording; --only 'white|hum' takes rows with such names.`;

const { corpus, stt, aids: names, every, only, out } = readOptions();
initializeLogger({ pretty: false, level: 'error' });
const vad = await silero.VAD.load();
const items = (await loadCorpus(corpus)).filter(({ kind }) => kind === 'complete');
const talk = items.map(({ samples }) => samples);
const measured = items.filter((_, index) => index % every === 0);
console.log(
  `${measured.length} recordings a row; ${cpus()[0]?.model} × ${cpus().length}, load ${loadavg()[0]?.toFixed(1)}`,
);
console.log('| caller | aid | WER % | pauses/min | interruptions/min | missed % | ends found % | CPU ms/s |');
console.log('|---|---|---|---|---|---|---|---|');
await mkdir(joinPath(out, '..'), { recursive: true });
await writeFile(out, '');
for (const condition of listConditions().filter((condition) => only.test(describeCondition(condition))))
  for (const name of names) console.log(await measure(condition, name, aids[name] as Aid, vad));
process.exit(0);

/** One row: all recordings under one condition through one aid. */
async function measure(condition: Condition, name: string, aid: Aid, vad: VAD): Promise<string> {
  const sums = {
    words: 0,
    errors: 0,
    noiseMs: 0,
    pauses: 0,
    interruptions: 0,
    spoken: 0,
    missed: 0,
    ends: 0,
    cpuMs: 0,
    ms: 0,
  };
  for (const item of measured) {
    const result = await measureItem(condition, aid, vad, item);
    for (const [key, value] of Object.entries(result)) sums[key as keyof typeof sums] += value;
    const line = { condition, aid: name, file: item.file, ...result };
    await appendFile(out, `${JSON.stringify(line)}\n`);
  }
  const perMinute = (count: number) => (count / (sums.noiseMs / 60_000)).toFixed(1);
  const percent = (part: number, of: number) => ((100 * part) / of).toFixed(1);
  return `| ${describeCondition(condition)} | ${name} | ${percent(sums.errors, sums.words)} | ${perMinute(sums.pauses)} | ${perMinute(sums.interruptions)} | ${percent(sums.missed, sums.spoken)} | ${percent(sums.ends, measured.length)} | ${(sums.cpuMs / (sums.ms / 1000)).toFixed(1)} |`;
}

function describeCondition({ bed, snrDb, band, levelDb }: Condition): string {
  return `${band}, ${bed === 'none' ? `${levelDb} dB, no noise` : `${bed} ${snrDb} dB`}`;
}

async function measureItem(condition: Condition, aid: Aid, vad: VAD, item: CorpusItem) {
  const arriving = hearThrough(condition, item.file, item.samples, talk);
  const { heard, cpuMs } = await listenThrough(aid, arriving);
  const frames = await judgeFrames(vad, heard);
  const firstFrame = Math.ceil(NOISE_BEFORE_MS / FRAME_MS);
  const { pauses, interruptions } = countBargeIns(frames.slice(0, firstFrame));
  const speech = detectSpeech(frames);
  const endMs = NOISE_BEFORE_MS + item.speechEndMs;
  const from = ((NOISE_BEFORE_MS - MARGIN_MS) * RATE_HZ) / 1000;
  const sent = heard.slice(from, ((endMs + MARGIN_MS) * RATE_HZ) / 1000);
  const server = { baseUrl: stt, apiKey: 'unused', model: 'tiny.en', language: 'en' };
  const { text } = await transcribe(server, sent, AbortSignal.timeout(60_000));
  const words = item.text.split(/\s+/).length;
  const spoken = listSpokenFrames(item);
  return {
    words,
    errors: measureWordErrorRate(item.text, text) * words,
    noiseMs: NOISE_BEFORE_MS,
    pauses,
    interruptions,
    spoken: spoken.length,
    missed: spoken.filter((frame) => !speech[frame]).length,
    ends: Number(findsEnd(speech, endMs)),
    cpuMs,
    ms: (arriving.length / RATE_HZ) * 1000,
  };
}

/** Frames in which the clean recording is no more than 20 dB below its loudest. */
function listSpokenFrames(item: CorpusItem): number[] {
  const windows = measureWindows(item.samples.slice(0, (item.speechEndMs * RATE_HZ) / 1000), RATE_HZ);
  const loudest = Math.max(...windows);
  const frames = windows.flatMap((dbfs, index) =>
    dbfs > loudest - 20 ? [Math.floor((NOISE_BEFORE_MS + index * 5) / FRAME_MS)] : [],
  );
  return [...new Set(frames)];
}

function findsEnd(speech: boolean[], endMs: number): boolean {
  const last = Math.floor((endMs + END_FOUND_WITHIN_MS) / FRAME_MS);
  const needed = END_MS / FRAME_MS;
  return speech.slice(last - needed, last).every((speaking) => !speaking);
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      corpus: { type: 'string' },
      stt: { type: 'string' },
      aids: { type: 'string', default: 'nothing,suppression' },
      every: { type: 'string', default: '1' },
      only: { type: 'string', default: '' },
      out: { type: 'string', default: '.cache/bench/noise.jsonl' },
    },
  });
  const names = values.aids.split(',');
  if (
    !values.corpus ||
    !values.stt ||
    names.some((name) => !(name in aids)) ||
    !(Number(values.every) >= 1)
  ) {
    console.error(USAGE);
    process.exit(2);
  }
  return {
    ...values,
    corpus: values.corpus,
    stt: values.stt,
    aids: names,
    every: Number(values.every),
    only: new RegExp(values.only),
  };
}
