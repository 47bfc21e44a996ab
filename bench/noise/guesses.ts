import { parseArgs } from 'node:util';
import { isUnclear } from '../../agent/turn/intelligibility.ts';
import { transcribe } from '../../agent/stt/batch-transcription.ts';
import { CALL_RATE_HZ } from '../../stack/caller.ts';
import { resample } from '../../stack/resample.ts';
import { synthesize } from '../../stack/speech.ts';
import { measureWordErrorRate } from '../../stack/word-errors.ts';
import { loadCorpus } from '../corpus/manifest.ts';
import { createRandom } from '../corpus/random.ts';
import { hearThrough, RATE_HZ } from './condition.ts';
import type { Condition } from './condition.ts';
import { foreignSentences } from './foreign-sentences.ts';

/** At most this share of the words wrong: understood. At least that: not. What lies between says nothing. */
const RIGHT_WER = 0.2;
const WRONG_WER = 0.5;

const PACKET_SAMPLES = (60 * RATE_HZ) / 1000;

const USAGE = `npx tsx bench/noise/guesses.ts --corpus DIR --stt BASE_URL --tts BASE_URL [--every N]
What is taken for a guess (agent/turn/intelligibility.ts) of recordings that were understood, and of others.`;

const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    stt: { type: 'string' },
    tts: { type: 'string' },
    every: { type: 'string', default: '1' },
  },
});
const { corpus, stt, tts } = values;
if (!corpus || !stt || !tts) {
  console.error(USAGE);
  process.exit(2);
}

interface Tally {
  right: number;
  refused: number;
  wrong: number;
  caught: number;
}

const server = { baseUrl: stt, apiKey: 'unused', model: 'tiny.en', language: 'en' };
const tallies = new Map<string, Tally>();
const all = await loadCorpus(corpus);
const talk = all.filter(({ kind }) => kind === 'complete').map(({ samples }) => samples);
const spoken = all.filter(({ text }) => text !== '');
for (const [index, { file, text, samples }] of spoken.entries()) {
  if (index % Number(values.every) !== 0) continue;
  await judge('as it is', text, samples);
  for (const [name, damage] of Object.entries(damages())) await judge(name, text, damage(samples));
  await judge('backwards', undefined, samples.toReversed());
  for (const condition of listNoises())
    await judge(
      condition.bed === 'none' ? condition.band : `${condition.bed} ${condition.snrDb} dB`,
      text,
      hearThrough(condition, file, samples, talk),
    );
}
for (const { voice, text } of foreignSentences) {
  const clip = await synthesize({ baseUrl: tts, model: 'kokoro' }, voice, text);
  await judge('other languages', undefined, resample(clip, CALL_RATE_HZ, RATE_HZ));
}
report();

function damages(): Record<string, (samples: Int16Array) => Int16Array> {
  const random = createRandom(1);
  return {
    '40 dB quieter': (samples) => samples.map((sample) => Math.round(sample / 100)),
    'clipped by 20 dB': (samples) => samples.map((s) => Math.max(-32_768, Math.min(32_767, s * 10))),
    'half the packets lost': (samples) => {
      const lossy = samples.slice();
      for (let start = 0; start < lossy.length; start += PACKET_SAMPLES)
        if (random() < 0.5) lossy.fill(0, start, start + PACKET_SAMPLES);
      return lossy;
    },
  };
}

function listNoises(): Condition[] {
  const beds = [
    ['white', 5],
    ['white', 0],
    ['white', -5],
    ['babble', 10],
    ['babble', 5],
    ['brown', -5],
  ] as const;
  return [
    { bed: 'none', band: 'telephone', levelDb: 0 },
    ...beds.map(([bed, snrDb]): Condition => ({ bed, snrDb, band: 'wideband', levelDb: 0 })),
  ];
}

/** @param said - undefined where nothing that is heard can be right. */
async function judge(kind: string, said: string | undefined, samples: Int16Array): Promise<void> {
  const heard = await transcribe(server, samples, AbortSignal.timeout(60_000));
  if (!heard.text) return; // Nobody is answered by nothing.
  const wordErrorRate = said === undefined ? 1 : measureWordErrorRate(said, heard.text);
  const tally = tallies.get(kind) ?? { right: 0, refused: 0, wrong: 0, caught: 0 };
  tallies.set(kind, tally);
  const isGuess = Number(isUnclear(heard));
  if (wordErrorRate <= RIGHT_WER) {
    tally.right++;
    tally.refused += isGuess;
  } else if (wordErrorRate >= WRONG_WER) {
    tally.wrong++;
    tally.caught += isGuess;
  }
}

function report(): void {
  console.log('| recordings | understood | taken for a guess | misunderstood | taken for a guess |');
  console.log('|---|---|---|---|---|');
  const sum: Tally = { right: 0, refused: 0, wrong: 0, caught: 0 };
  const write = (kind: string, { right, refused, wrong, caught }: Tally) =>
    console.log(`| ${kind} | ${right} | ${refused} | ${wrong} | ${caught} |`);
  for (const [kind, tally] of tallies) {
    write(kind, tally);
    for (const key of Object.keys(sum) as (keyof Tally)[]) sum[key] += tally[key];
  }
  write('all', sum);
}
