/** How long a letter takes at a voice's own pace, about 15 a second. */
export const LETTER_MS = 65;

/** Letters that a character of another kind is worth when spoken: syllables, figures, symbols that are words. */
const WEIGHTS: readonly [RegExp, number][] = [
  [/[\p{L}\p{M}\s]/u, 1],
  [/\p{N}/u, 4],
  [/[%$€£¥&@+=°]/u, 7],
];
const SYLLABLES: readonly [RegExp, number][] = [
  [/\p{Script=Han}/u, 3],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 2],
  [/\p{Script=Hangul}/u, 2.5],
];

/** Length of `text` when it is spoken, in letters of English: an estimate that needs no dictionary. */
export function countSpokenLetters(text: string): number {
  let letters = 0;
  for (const character of text)
    letters += [...SYLLABLES, ...WEIGHTS].find(([kind]) => kind.test(character))?.[1] ?? 0;
  return letters;
}
