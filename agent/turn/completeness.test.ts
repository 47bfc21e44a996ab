import { describe, expect, test } from 'vitest';
import { completenessFeatureNames, measureCompleteness, splitWords } from './completeness.ts';
import type { CompletenessFeatures } from './completeness.ts';

describe('the class of the last word', () => {
  test.each<[string, string, keyof CompletenessFeatures]>([
    ['en', 'I would like to pay and', 'join'],
    ['en', 'I am calling because', 'join'],
    ['en', 'Book a table for.', 'preposition'],
    ['en', 'Put it in the', 'determiner'],
    ['en', 'What is my', 'determiner'],
    ['en', 'I want um...', 'filler'],
    ['en', 'I think that we', 'subject'],
    ['en', 'My number is', 'auxiliary'],
    ['en', 'I don’t', 'auxiliary'],
    ['en', 'I need', 'needsObject'],
    ['en', 'Tell me why', 'question'],
    ['en', 'Yes, please.', 'closer'],
    ['en', 'No, thank you.', 'answers'],
    ['de', 'Ja, genau!', 'answers'],
    ['de', 'Ich möchte einen Tisch für', 'preposition'],
    ['es', 'Necesito una mesa para', 'preposition'],
    ['fr', 'Je voudrais réserver une', 'determiner'],
    ['it', 'Vorrei prenotare un tavolo e', 'join'],
    ['pt-BR', 'Eu queria falar com o', 'determiner'],
    ['hi', 'मुझे दिल्ली से', 'preposition'],
    ['hi', 'मेरा नाम राहुल है।', 'closer'],
    ['ja', '明日の会議の', 'determiner'],
    ['ja', 'お願いします', 'closer'],
    ['zh', '我想订一张桌子，因为', 'join'],
    ['zh', '你能帮我吗？', 'closer'],
  ])('%s: %s: %s', (language, text, feature) => {
    expect(measureCompleteness(text, language)[feature]).toBe(1);
  });

  test('words of no class have none', () => {
    const features = measureCompleteness('Please turn off the lights in the kitchen.', 'en');
    expect(completenessFeatureNames.slice(0, 10).every((name) => features[name] === 0)).toBe(true);
  });
});

describe('how the text ends', () => {
  test.each<[string, keyof CompletenessFeatures]>([
    ['I have two questions,', 'trailsOff'],
    ['I was wondering...', 'trailsOff'],
    ['I was wondering—', 'trailsOff'],
    ['book a table', 'unpunctuated'],
    ['Do you ship to Canada?', 'asks'],
    ['Sure.', 'oneWord'],
    ['If it rains tomorrow', 'openClause'],
    ['I want the the', 'brokenOff'],
    ['Please call m', 'brokenOff'],
  ])('%s: %s', (text, feature) => expect(measureCompleteness(text, 'en')[feature]).toBe(1));

  test('a whole sentence does none of that', () => {
    const { trailsOff, unpunctuated, asks, openClause, brokenOff } = measureCompleteness(
      'If it rains tomorrow, we meet inside.',
      'en',
    );
    expect([trailsOff, unpunctuated, asks, openClause, brokenOff]).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('numbers that are dictated', () => {
  test.each([
    ['My number is 555', 4 / 7],
    ['four one five', 4 / 7],
    ['My account number is seven', 6 / 7],
    ['My number is five five five, zero one nine nine.', 0],
    ['It is 0 1 7 2 5 5 5 1 2 3 4', 0],
    ['Meine Nummer ist null eins', 5 / 7, 'de'],
    ['我的号码是五五五', 4 / 7, 'zh'],
  ])('%s', (text, missing, language = 'en') => {
    const features = measureCompleteness(text, language);
    expect(features.dictatesNumber).toBe(1);
    expect(features.digitsMissing).toBeCloseTo(missing);
  });

  test.each(['A table for two', 'Set a timer for ten minutes.', 'I am 42'])('not: %s', (text) => {
    expect(measureCompleteness(text, 'en').dictatesNumber).toBe(0);
  });
});

test('nothing said measures nothing', () => {
  for (const text of ['', '  ', '...', '?!']) {
    expect(Object.values(measureCompleteness(text, 'en')).every((value) => value === 0)).toBe(true);
  }
});

test('a language without a word list keeps punctuation and counts', () => {
  const features = measureCompleteness('Jag vill boka ett bord och', 'sv');
  expect(features.unpunctuated).toBe(1);
  expect(features.join).toBe(0);
});

test('every feature stays within bounds, however long the text', () => {
  const { lexicon, ...others } = measureCompleteness('one two three and '.repeat(500), 'en');
  expect(Object.values(others).every((value) => value >= 0 && value <= 1)).toBe(true);
  expect(Math.abs(lexicon)).toBeLessThanOrEqual(1);
});

test('English has a lexicon of what sentences end on; other languages go without', () => {
  const look = (text: string, language: string) => measureCompleteness(text, language).lexicon;
  expect(look('I will be there tomorrow', 'en-US')).toBeGreaterThan(
    look('I will be there in a', 'en-US') + 0.5,
  );
  expect(look('Ich komme morgen', 'de')).toBe(0);
});

test('words are found in languages written without spaces', () => {
  expect(splitWords('明日の会議は何時ですか？', 'ja')).toContain('会議');
  expect(splitWords('我想订一张桌子。', 'zh').length).toBeGreaterThan(2);
});
