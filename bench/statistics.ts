/** The value below which the given share of a sample lies (nearest rank). NaN for an empty sample. */
export function getPercentile(sample: number[], share: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}
