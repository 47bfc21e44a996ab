/**
 * Adds to the moments that extract.py found what the agent measures: v1-mini, and how complete the text reads.
 *
 *     npx tsx bench/end-of-turn/evidence.ts OUT.jsonl MOMENTS.jsonl…
 *
 * What OUT.jsonl holds already of v1-mini is kept; the text is measured anew. v1-mini hears the last 1.2 s; its
 * licence allows it together with LiveKit Agents only, of which it is a dependency.
 */
import { predict } from '@livekit/local-inference';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { measureCompleteness, completenessFeatureNames } from '../../agent/turn/completeness.ts';
import { decodeWav } from '../../stack/wav.ts';

const RATE_HZ = 16_000;
const WINDOW_SAMPLES = 1.2 * RATE_HZ;
const SILENCES_MS = [100, 160, 250];
/** Root mean square of the noise that stands for silence where the recording goes on with speech: −62 dB. */
const FLOOR = 26;
/** As in extract.py. */
const FADE_SAMPLES = 160;

interface Moment {
  path: string;
  at_ms: number;
  is_recorded: boolean;
  text: string;
  v1_mini?: Record<string, number> | undefined;
  text_features?: number[];
}

const [out, ...files] = process.argv.slice(2);
if (!out || files.length === 0)
  throw new Error('Usage: npx tsx bench/end-of-turn/evidence.ts OUT.jsonl MOMENTS.jsonl…');

const known = new Map((await readLines(out)).map((moment) => [getKey(moment), moment.v1_mini]));
const moments = (await Promise.all(files.map(readLines))).flat();
for (const moment of moments) {
  moment.v1_mini = known.get(getKey(moment)) ?? (await judge(moment));
  const completeness = measureCompleteness(moment.text, 'en');
  moment.text_features = completenessFeatureNames.map((name) => completeness[name]);
}
await writeFile(out, moments.map((moment) => `${JSON.stringify(moment)}\n`).join(''));

/** No lines where there is no file yet. */
async function readLines(file: string): Promise<Moment[]> {
  const text = file === out && !existsSync(file) ? '' : await readFile(file, 'utf8');
  return text.split('\n').flatMap((line) => (line ? [JSON.parse(line) as Moment] : []));
}

function getKey({ path, at_ms: atMs }: Moment): string {
  return `${path} ${atMs}`;
}

async function judge(moment: Moment): Promise<Record<string, number>> {
  const { samples } = decodeWav(await readFile(moment.path));
  const scores: Record<string, number> = {};
  for (const silenceMs of SILENCES_MS) scores[silenceMs] = await predict(hear(samples, moment, silenceMs));
  return scores;
}

/** The last 1.2 s that have arrived `silenceMs` after speech stopped. */
function hear(samples: Int16Array, { at_ms: atMs, is_recorded: isRecorded }: Moment, silenceMs: number) {
  const end = Math.round(((atMs + silenceMs) * RATE_HZ) / 1000);
  const spoken = samples.slice(0, isRecorded ? end : Math.round((atMs * RATE_HZ) / 1000));
  if (!isRecorded) fadeOut(spoken);
  const floor = Int16Array.from({ length: Math.max(0, end - spoken.length) }, drawNoise);
  return Int16Array.from([...spoken.subarray(-WINDOW_SAMPLES), ...floor]).slice(-WINDOW_SAMPLES);
}

function fadeOut(samples: Int16Array): void {
  for (let i = 1; i <= Math.min(FADE_SAMPLES, samples.length); i++)
    samples[samples.length - i] = Math.round(((samples[samples.length - i] ?? 0) * (i - 1)) / FADE_SAMPLES);
}

/** Normal noise from three uniform draws; its exact shape does not matter at this level. */
function drawNoise(): number {
  return Math.round(2 * FLOOR * (Math.random() + Math.random() + Math.random() - 1.5));
}
