import type { Passage } from '../../../documents/passages.ts';
import { listContentWords } from '../../../documents/text-index.ts';

/** Where something stands that the agent said. */
export type Source = Pick<Passage, 'file'> & Partial<Pick<Passage, 'heading' | 'page'>>;

/** A reply has this many words of a passage that it comes from, */
const MIN_WORDS = 2;

/** and not far fewer than of the one of which it has most. */
const MIN_SHARE_OF_BEST = 0.6;

const MAX_SOURCES = 3;

/**
 * The passages that words of a reply come from, most of them first: language models that are small enough to answer at
 * once do not tell reliably. Words that the caller has said count for little, as they are in most of what was found.
 */
export function findSources(heard: string, question: string, passages: readonly Passage[]): Source[] {
  const asked = new Set(listContentWords(question));
  const said = listContentWords(heard);
  const counted = passages.map((passage) => {
    const words = new Set(listContentWords(`${passage.title} ${passage.text}`));
    const taken = said.filter((word) => words.has(word));
    return { passage, words: taken.length, isNew: taken.some((word) => !asked.has(word)) };
  });
  const used = counted.filter(({ words, isNew }) => isNew && words >= MIN_WORDS);
  const best = Math.max(...used.map(({ words }) => words));
  const sources = used
    .filter(({ words }) => words >= best * MIN_SHARE_OF_BEST)
    .sort((one, other) => other.words - one.words)
    .map(({ passage: { file, heading, page } }) => ({
      file,
      ...(heading && { heading }),
      ...(page && { page }),
    }));
  const distinct = new Map(sources.map((source) => [JSON.stringify(source), source]));
  return [...distinct.values()].slice(0, MAX_SOURCES);
}
