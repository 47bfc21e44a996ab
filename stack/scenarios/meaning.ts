import { stopwords } from '@orama/stopwords/english';
import { splitWords } from '../word-errors.ts';
import type { Meaning } from './scenario.ts';

const common = new Set(stopwords.flatMap((word) => splitWords(word)));
const NEGATIONS = new Set(['no', 'not', 'never', 'none', 'nobody', 'nothing', 'cannot', 'without']);

/** How far an answer is from a meaning, by its words; undefined when it is near enough. */
export function compareMeaning({ says, synonyms, atLeast }: Meaning, heard: string): string | undefined {
  const spoken = splitWords(heard);
  const stems = new Set(spoken.map(stem));
  const sets = synonyms.map((words) => words.flatMap((word) => splitWords(word).map(stem)));
  const wanted = [
    ...new Set(
      splitWords(says)
        .filter((word) => !common.has(word))
        .map(stem),
    ),
  ];
  const missing = wanted.filter(
    (word) => ![word, ...sets.filter((set) => set.includes(word)).flat()].some((word) => stems.has(word)),
  );
  const share = 1 - missing.length / Math.max(1, wanted.length);
  if (share < atLeast)
    return `it has ${Math.round(share * 100)} % of the words of “${says}”; missing: ${missing.join(', ')}`;
  if (isNegated(splitWords(says)) !== isNegated(spoken)) return `only one of it and “${says}” says no`;
  return undefined;
}

/** Enough to hold "opens" and "opening" for the same word. */
function stem(word: string): string {
  return word.length > 4 ? word.replace(/(ing|ed|es|s|ly)$/, '') : word;
}

function isNegated(words: readonly string[]): boolean {
  return words.some(
    (word) =>
      NEGATIONS.has(word) ||
      (/nt$/.test(word) &&
        /^(do|does|did|is|are|was|were|ca|wo|could|should|would|have|has|had)nt$/.test(word)),
  );
}
