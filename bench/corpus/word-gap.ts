import { measureWordErrorRate } from '../../stack/word-errors.ts';
import { measureWindows } from './sound.ts';

/** How far the place may be from where counting letters puts it. */
const SEARCH_MS = 400;
const WINDOW_MS = 5;

/** The quietest places that are tried; each costs two recognitions. */
const CANDIDATES = 7;
const APART_MS = 40;

/** Below this it is silence that the speaker left by himself. */
const SILENCE_DBFS = -50;

/** Between two words: quiet from one sample up to another, which may be the same. */
export interface WordGap {
  fromSample: number;
  toSample: number;
}

/**
 * Finds the gap between two words of fluent speech: of the quietest places near where it should be, the one at which
 * a recogniser understands both sides best.
 *
 * @param samples - trimmed speech. @param transcribe - what the recogniser understands.
 */
export async function findWordGap(
  samples: Int16Array,
  rateHz: number,
  before: string,
  after: string,
  transcribe: (samples: Int16Array) => Promise<string>,
): Promise<WordGap> {
  const windowSamples = (rateHz * WINDOW_MS) / 1000;
  const levels = smooth(measureWindows(samples, rateHz));
  const expected = (levels.length * countLetters(before)) / countLetters(before + after);
  let best = { errors: Infinity, window: Math.round(expected) };
  for (const window of listQuietPlaces(levels, expected)) {
    const cut = window * windowSamples;
    const errors =
      countErrors(before, await transcribe(samples.subarray(0, cut))) +
      countErrors(after, await transcribe(samples.subarray(cut)));
    if (errors < best.errors) best = { errors, window };
  }
  return widen(samples, rateHz, best.window);
}

/** The quietest windows around the expected one, quietest first. */
export function listQuietPlaces(levels: number[], expected: number): number[] {
  const reach = SEARCH_MS / WINDOW_MS;
  const near = levels
    .map((dbfs, window) => ({ dbfs, window }))
    .filter(({ window }) => Math.abs(window - expected) <= reach && window > 0 && window < levels.length - 1)
    .sort((a, b) => a.dbfs - b.dbfs);
  const places: number[] = [];
  for (const { window } of near) {
    if (places.length === CANDIDATES) break;
    if (places.every((place) => Math.abs(place - window) * WINDOW_MS >= APART_MS)) places.push(window);
  }
  return places;
}

/** The silence around a place, if there is any. */
function widen(samples: Int16Array, rateHz: number, window: number): WordGap {
  const levels = measureWindows(samples, rateHz);
  const size = (rateHz * WINDOW_MS) / 1000;
  let [from, to] = [window, window];
  while (from > 0 && (levels[from - 1] ?? 0) < SILENCE_DBFS) from--;
  while (to < levels.length && (levels[to] ?? 0) < SILENCE_DBFS) to++;
  return { fromSample: from * size, toSample: to * size };
}

/** Recognisers write numbers as figures, each of which was a word. */
function countErrors(reference: string, understood: string): number {
  const words = reference.split(/\s+/).length;
  return Math.round(measureWordErrorRate(reference, understood.replace(/\d/g, ' $& ')) * words);
}

function countLetters(text: string): number {
  return text.replace(/[^\p{L}]/gu, '').length;
}

function smooth(levels: number[]): number[] {
  return levels.map((_, i) => {
    const around = levels.slice(Math.max(0, i - 2), i + 3);
    return around.reduce((sum, level) => sum + level, 0) / around.length;
  });
}
