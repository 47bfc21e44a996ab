/** Speech recognition writes small numbers either way. */
const digits = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, n) => [word, String(n)]),
);

/** What a text sounds like, as words: no case, accents or punctuation, small numbers as digits. */
export function splitWords(text: string): string[] {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’']/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => digits.get(word) ?? word);
}

/**
 * Word error rate: substitutions, insertions and deletions that turn the reference into the hypothesis, divided by
 * the reference's words (Levenshtein distance over words). 0 is perfect; it can exceed 1.
 */
export function measureWordErrorRate(reference: string, hypothesis: string): number {
  const expected = splitWords(reference);
  const actual = splitWords(hypothesis);
  let previous = actual.map((_, index) => index + 1);
  for (const [row, word] of expected.entries()) {
    let left = row + 1;
    let diagonal = row;
    previous = previous.map((above, column) => {
      const cost = Math.min(above + 1, left + 1, diagonal + (word === actual[column] ? 0 : 1));
      diagonal = above;
      left = cost;
      return cost;
    });
  }
  const distance = actual.length === 0 ? expected.length : (previous.at(-1) ?? 0);
  return distance / Math.max(1, expected.length);
}
