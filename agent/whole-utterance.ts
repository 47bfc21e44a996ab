import { isUnspaced } from './language-code.ts';

/** What is longer says more than a set phrase. */
const LONGEST_CHARACTERS = 60;

/**
 * Whether all of an utterance can be cut, between words, into parts that are all known: "Okay, stop now, please." of
 * "okay", "stop", "now" and "please".
 *
 * @param language ISO 639-1, with or without a region.
 */
export function consistsOf(text: string, language: string, isKnown: (part: string) => boolean): boolean {
  const said = normalizeUtterance(text);
  if (said === '' || said.length > LONGEST_CHARACTERS) return false;
  const isBoundary = (at: number) => isUnspaced(language) || at === said.length || said[at] === ' ';
  const reached = new Set([0]);
  for (let end = 1; end <= said.length; end++) {
    if (!isBoundary(end)) continue;
    const canEnd = [...reached].some((start) => isKnown(said.slice(start, end).trim()));
    if (canEnd) reached.add(end);
  }
  return reached.has(said.length);
}

/** Lowercase words with one space between them; hyphens and punctuation separate words. */
export function normalizeUtterance(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[^\p{L}\p{M}\p{N}']+/gu, ' ')
    .trim();
}

const phraseSets = new Map<string, Set<string>>();

/** The phrases of a list, `|` between them, as {@link normalizeUtterance} leaves them. */
export function readPhrases(list: string): Set<string> {
  const known = phraseSets.get(list) ?? new Set(list.split('|').map(normalizeUtterance));
  phraseSets.set(list, known);
  return known;
}
