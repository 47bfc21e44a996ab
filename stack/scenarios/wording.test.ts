import { expect, test } from 'vitest';
import { compareMeaning } from './meaning.ts';
import { findLanguage } from './spoken-language.ts';
import { findWording, parseWording } from './wording.ts';

test.each([
  ['Dix cafés', 'There are dix CAFES, I think', true],
  ['two', 'There are 2 of them', true],
  ['art', 'We start now', false],
  ['/st(a|o)rt/', 'We start now', true],
  ['/Start/', 'We start now', false],
  ['元気', 'お元気ですか', true],
])('%s in “%s”: %s', (wording, heard, expected) => {
  expect(findWording(parseWording(wording), heard)).toBe(expected);
});

test('a meaning is compared by the words that carry it, their synonyms, and yes or no', () => {
  const meaning = { says: 'We are closed on Mondays.', synonyms: [['closed', 'shut']], atLeast: 0.6 };
  expect(compareMeaning(meaning, 'Monday is the day when it is shut.')).toBeUndefined();
  expect(compareMeaning(meaning, 'I do not know much. Shut on Mondays.')).toBeUndefined();
  expect(compareMeaning(meaning, 'It is open every day.')).toContain('0 % of the words');
  expect(compareMeaning(meaning, 'On Mondays we are not closed.')).toContain('says no');
});

test.each([
  ['en', 'We are open from eight in the morning.'],
  ['de', 'Wir haben von acht bis achtzehn Uhr geöffnet, und am Montag ist zu.'],
  ['es', 'Estamos abiertos desde las ocho hasta las seis.'],
  ['fr', 'Nous sommes ouverts de huit heures à dix-huit heures.'],
  ['ja', 'こんにちは、元気ですか。'],
  [undefined, 'Kokoro 82'],
])('%s: %s', (language, text) => {
  expect(findLanguage(text)).toBe(language);
});
