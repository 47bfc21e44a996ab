import { stopwords as de } from '@orama/stopwords/german';
import { stopwords as en } from '@orama/stopwords/english';
import { stopwords as es } from '@orama/stopwords/spanish';
import { stopwords as fr } from '@orama/stopwords/french';
import { stopwords as it } from '@orama/stopwords/italian';
import { stopwords as pt } from '@orama/stopwords/portuguese';

const commonWords = Object.entries({ en, de, es, fr, it, pt }).map(
  ([language, words]) => [language, new Set(words)] as const,
);

/** The language of a sentence or more, as two letters, by its script and its commonest words; undefined when neither tells. */
export function findLanguage(text: string): string | undefined {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja';
  if (/\p{Script=Han}/u.test(text)) return 'zh';
  if (/\p{Script=Devanagari}/u.test(text)) return 'hi';
  const words = text.toLowerCase().match(/[\p{L}'’]+/gu) ?? [];
  const [best] = commonWords
    .map(([language, common]) => ({ language, count: words.filter((word) => common.has(word)).length }))
    .sort((a, b) => b.count - a.count);
  return best && best.count > 0 ? best.language : undefined;
}
