import { createRandom } from './corpus/random.ts';

/** The value below which the given share of a sample lies (nearest rank). NaN for an empty sample. */
export function getPercentile(sample: readonly number[], share: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

const RESAMPLES = 2_000;

/**
 * Where the median would lie in 95 of 100 repetitions: percentile bootstrap, 2000 resamples (Efron 1979).
 *
 * @param seed - the same seed and sample give the same interval.
 * @returns lower and upper bound; NaN for an empty sample.
 */
export function bootstrapMedian(sample: readonly number[], seed = 1): [low: number, high: number] {
  const random = createRandom(seed);
  const medians = Array.from({ length: RESAMPLES }, () => {
    const resample = sample.map(() => sample[Math.floor(random() * sample.length)] ?? NaN);
    return getPercentile(resample, 0.5);
  });
  return [getPercentile(medians, 0.025), getPercentile(medians, 0.975)];
}

/** The same elements in an order that repeats with the seed (Fisher–Yates). */
export function shuffle<Item>(items: readonly Item[], seed: number): Item[] {
  const random = createRandom(seed);
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other] as Item, shuffled[last] as Item];
  }
  return shuffled;
}
