import { stopwords } from '@orama/stopwords/english';
import { splitWords } from '../word-errors.ts';
import type { Meaning } from './scenario.ts';

const common = new Set(stopwords.flatMap((word) => splitWords(word)));
const NEGATION =
  /^(no|not|never|none|nobody|nothing|cannot|without|(do|does|did|is|are|was|were|ca|wo|could|should|would|have|has|had)nt)$/;

/** How far an answer is from a meaning, by its words; undefined when it is near enough. */
export function compareMeaning({ says, synonyms, atLeast }: Meaning, heard: string): string | undefined {
  const sets = synonyms.map((words) => words.flatMap(listStems));
  const wanted = listStems(says).filter((word) => !common.has(word));
  const allowed = new Map(
    wanted.map((word) => [word, new Set([word, ...sets.filter((set) => set.includes(word)).flat()])]),
  );
  const carries = (words: readonly string[], word: string) =>
    words.some((said) => allowed.get(word)?.has(said));
  const stems = listStems(heard);
  const missing = [...allowed.keys()].filter((word) => !carries(stems, word));
  const share = 1 - missing.length / Math.max(1, allowed.size);
  if (share < atLeast)
    return `it has ${Math.round(share * 100)} % of the words of “${says}”; missing: ${missing.join(', ')}`;
  const relevant = heard
    .split(/(?<=[.!?])\s+/)
    .filter((sentence) => wanted.some((word) => carries(listStems(sentence), word)));
  if (isNegated(says) !== relevant.some(isNegated)) return `only one of it and “${says}” says no`;
  return undefined;
}

function listStems(text: string): string[] {
  return splitWords(text).map(stem);
}

/** Enough to hold "opens" and "opening" for the same word. */
function stem(word: string): string {
  return word.length > 4 ? word.replace(/(ing|ed|es|s|ly)$/, '') : word;
}

function isNegated(sentence: string): boolean {
  return splitWords(sentence).some((word) => NEGATION.test(word));
}
