import { splitWords } from '../word-errors.ts';

/** Words to look for: a phrase, or a regular expression between slashes. */
export interface Wording {
  /** As it was written. */
  text: string;
  regexp?: RegExp;
}

/** Scripts that write words without spaces between them. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Reads `a phrase` or `/a regular expression/i`. @throws SyntaxError for one that is none. */
export function parseWording(text: string): Wording {
  const [, source, flags] = /^\/(.+)\/([a-z]*)$/s.exec(text) ?? [];
  return source === undefined ? { text } : { text, regexp: new RegExp(source, flags) };
}

/** Whether words are in what was heard. Phrases are compared as they sound: without case, accents and punctuation. */
export function findWording({ text, regexp }: Wording, heard: string): boolean {
  if (regexp) return heard.search(regexp) >= 0;
  if (UNSPACED.test(text)) return splitWords(heard).join('').includes(splitWords(text).join(''));
  return ` ${splitWords(heard).join(' ')} `.includes(` ${splitWords(text).join(' ')} `);
}
