/**
 * The value below or at which the given share of the others lies (nearest rank): one of the values, never between two.
 *
 * @param share - 0.5 for the median
 * @returns undefined without values
 */
export function computeQuantile(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
