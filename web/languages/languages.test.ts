import { expect, test } from 'vitest';
import { dashboardLanguages } from '../dashboard/languages/languages.ts';
import { en } from './en.ts';
import { languages, pickLanguage } from './languages.ts';

/** Names and plain figures; a word that two languages really share is listed as `fr transcript.heading`. */
const shared = [
  'title',
  'history.speakers.agent',
  'history.took',
  'timing.span',
  'fr history.heading',
  'fr models.assistant',
  'de health.parts.agent',
  'de calls.agent',
];

/** Every sentence by its path; those with figures in them are asked for the same figures. */
function listSentences(value: unknown, path: string[] = []): [string, string][] {
  if (typeof value === 'string') return [[path.join('.'), value]];
  if (typeof value === 'function') {
    const say = value as (...figures: number[]) => string;
    return [[path.join('.'), say(12_345, 2, 3456)]];
  }
  return Object.entries(value as object).flatMap(([key, each]) => listSentences(each, [...path, key]));
}

type Languages = Readonly<Record<string, { tag: string }> & { en: { tag: string } }>;

const pages: Record<string, Languages> = { 'the call page': languages, 'the dashboard': dashboardLanguages };
const translations = Object.entries(pages).flatMap(([page, { en: source, ...others }]) =>
  Object.entries(others).map(([tag, language]) => ({ page, tag, language, source })),
);

test.each(translations)('$page is filed under $tag', ({ tag, language }) => {
  expect(language.tag).toBe(tag);
});

test.each(translations)(
  '$page has every sentence of English in $tag, all of them translated',
  ({ tag, language, source }) => {
    const english = new Map(listSentences(source));
    const sentences = listSentences(language);
    expect(sentences.map(([path]) => path).sort()).toEqual([...english.keys()].sort());
    const copies = sentences.filter(
      ([path, text]) =>
        text === english.get(path) && !shared.includes(path) && !shared.includes(`${tag} ${path}`),
    );
    expect(copies).toEqual([]);
    expect(sentences.filter(([, text]) => !text.trim())).toEqual([]);
  },
);

test.each([
  [['de-AT', 'en'], 'de'],
  [['pt-BR', 'fr-CA', 'en'], 'fr'],
  [['JA'], 'ja'],
  [['zh-Hant', 'ko'], 'en'],
  [[], 'en'],
])('a reader of %j gets %s', (wanted, tag) => {
  expect(pickLanguage(wanted).tag).toBe(tag);
});

test('numbers are written as the language writes them', () => {
  const { de, ja } = languages;
  expect(de.timing.discarded(1, 12_345, 1500)).toMatch(/: 1 \(12\.345 Tokens, 1,5 S/i);
  expect(en.timing.span(0, 1450)).toBe('0–1450 ms');
  expect(ja.timing.total(450)).toBe('回答まで 450 ms');
});
