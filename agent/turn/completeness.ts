import { getBaseLanguage, isUnspaced } from '../language-code.ts';
import lexicons from './completeness-lexicon.json' with { type: 'json' };
import { completenessWords } from './completeness-words.ts';
import type { CompletenessWords } from './completeness-words.ts';

/**
 * What a transcript tells about whether its sentence is over, as numbers of 0 to 1 (`lexicon`: −1 to 1). None is a
 * verdict: what each is worth is fitted (end-of-turn-weights.json). A language without a word list gives punctuation
 * and counts.
 */
export type CompletenessFeatures = Record<(typeof completenessFeatureNames)[number], number>;

const wordClasses = [
  'join',
  'preposition',
  'determiner',
  'filler',
  'subject',
  'auxiliary',
  'needsObject',
  'question',
  'closer',
  'number',
] as const satisfies (keyof CompletenessWords)[];

/** The order in which the weights are listed. The first ten are the class of the last word. */
export const completenessFeatureNames = [
  ...wordClasses,
  /** Ends on a comma, colon, dash or ellipsis. */
  'trailsOff',
  /** Ends on no punctuation mark. */
  'unpunctuated',
  /** Ends on a question mark. */
  'asks',
  /** Words, on a logarithmic scale: 0 for none, 1 for fifteen or more. */
  'length',
  /** A single word. */
  'oneWord',
  /** Nothing but words that turns end on, and numbers: "Yes, please.", "No thanks", "Two." */
  'answers',
  /** Begins with "if", "when", "because"… and has had neither a comma nor many words since. */
  'openClause',
  /** Ends on a number that is dictated digit by digit. */
  'dictatesNumber',
  /** How much such a number lacks to a telephone number of seven digits: 1 for all, 0 for nothing. */
  'digitsMissing',
  /** Whisper repeated or broke off a word: the last two words are the same, or the last is one letter. */
  'brokenOff',
  /** How readily English sentences end on these last two words (completeness-lexicon.json); 0 in other languages. */
  'lexicon',
] as const;

/** Fewer digits than a telephone number has, so that more are expected. */
const PHONE_NUMBER_DIGITS = 7;
/** "When I opened it this morning …": a clause this long may have been the whole sentence. */
const LONG_CLAUSE_WORDS = 9;
/** How far before a number the word that announces it may stand: "my number is", "account number seven". */
const ANNOUNCEMENT_WORDS = 3;

/** Log odds that count as certain. */
const LEXICON_LIMIT = 5;

type Vocabulary = Record<keyof CompletenessWords, Set<string>>;

const vocabularies = new Map(
  Object.entries(completenessWords).map(([language, words]) => [language, readVocabulary(words)]),
);

const createSegmenter = (language: string) => new Intl.Segmenter(language, { granularity: 'word' });
const segmenters = new Map([...vocabularies.keys()].map((language) => [language, createSegmenter(language)]));
const defaultSegmenter = createSegmenter('en');

function readVocabulary(words: CompletenessWords): Vocabulary {
  const classes = Object.entries(words) as [keyof CompletenessWords, string][];
  const sets = classes.map(([name, list]) => [name, new Set(list.split(/\s+/).filter(Boolean))] as const);
  return Object.fromEntries(sets) as Vocabulary;
}

/**
 * Measures how complete a transcript reads, partial or whole.
 *
 * @param language ISO 639-1, with or without a region ("en", "pt-BR").
 */
export function measureCompleteness(text: string, language: string): CompletenessFeatures {
  const features = Object.fromEntries(
    completenessFeatureNames.map((name) => [name, 0]),
  ) as CompletenessFeatures;
  const trimmed = text.trim();
  const words = splitWords(trimmed, language);
  const vocabulary = vocabularies.get(getBaseLanguage(language));
  if (words.length === 0) return features;
  measureEnding(trimmed, features);
  features.length = Math.min(1, Math.log2(1 + words.length) / 4);
  features.oneWord = Number(words.length === 1);
  features.brokenOff = Number(isBrokenOff(words));
  features.lexicon = lookUp(words, language);
  if (!vocabulary) return features;
  const last = findLastWord(words, vocabulary, language);
  for (const name of wordClasses) features[name] = Number(vocabulary[name].has(last));
  features.answers = Number(
    words.every((word) => vocabulary.closer.has(word) || vocabulary.number.has(word)),
  );
  // "Wie spät ist es?", "How are you?": in a question the pronoun may come last.
  if (features.asks) features.subject = 0;
  features.openClause = Number(isOpenClause(trimmed, words, vocabulary));
  measureDictation(words, vocabulary, features);
  return features;
}

/** Lowercase words without punctuation, also of languages that are written without spaces. */
export function splitWords(text: string, language: string): string[] {
  const segmenter = segmenters.get(getBaseLanguage(language)) ?? defaultSegmenter;
  const segments = [...segmenter.segment(text.toLowerCase().replaceAll('’', "'"))];
  const words = segments.filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
  return isUnspaced(language) ? words.flatMap(splitDigits) : words;
}

/** 五五五 is one word to the segmenter and three digits to a caller. */
function splitDigits(word: string): string[] {
  return /^[〇零一二三四五六七八九]+$/u.test(word) ? word.split(/(?:)/u) : [word];
}

/** Without spaces the last word is the longest known one that the text ends on. */
function findLastWord(words: string[], vocabulary: Vocabulary, language: string): string {
  if (!isUnspaced(language)) return words.at(-1) ?? '';
  const text = words.join('');
  const known = wordClasses.flatMap((name) => [...vocabulary[name]]);
  return known.filter((word) => text.endsWith(word)).sort((a, b) => b.length - a.length)[0] ?? '';
}

function measureEnding(text: string, features: CompletenessFeatures): void {
  features.trailsOff = Number(/(?:[,，、;:：–—-]|\.{2,}|…+)["'”’)]*$/u.test(text));
  features.asks = Number(/[?？]["'”’)]*$/u.test(text));
  const ends = /[.!?。！？।]["'”’)]*$/u.test(text);
  features.unpunctuated = Number(!ends && !features.trailsOff);
}

/** Whether there is a lexicon of how sentences end. */
export function hasLexicon(language: string): boolean {
  return getBaseLanguage(language) in lexicons.languages;
}

function lookUp(words: string[], language: string): number {
  if (!hasLexicon(language)) return 0;
  const lexicon = (lexicons.languages as Record<string, Record<string, number>>)[getBaseLanguage(language)];
  const endings = words.length > 1 ? [words.at(-1), words.slice(-2).join(' ')] : words;
  const logOdds = endings.reduce((sum, ending) => sum + (lexicon?.[ending ?? ''] ?? 0), 0);
  return Math.max(-1, Math.min(1, logOdds / LEXICON_LIMIT));
}

function isBrokenOff(words: string[]): boolean {
  const [beforeLast, last] = words.slice(-2);
  if (words.length < 2 || !last) return false;
  return last === beforeLast || /^[b-hj-z]$/.test(last);
}

function isOpenClause(text: string, words: string[], { opensClause }: Vocabulary): boolean {
  return opensClause.has(words[0] ?? '') && words.length < LONG_CLAUSE_WORDS && !/[,，、]./u.test(text);
}

/** "My number is 555", "four one five": digits spoken one by one, of which more may come. */
function measureDictation(words: string[], vocabulary: Vocabulary, features: CompletenessFeatures): void {
  const isNumber = (word: string) => /^\p{N}/u.test(word) || vocabulary.number.has(word);
  const start = words.findLastIndex((word) => !isNumber(word)) + 1;
  const run = words.slice(start);
  const announcement = words.slice(Math.max(0, start - ANNOUNCEMENT_WORDS), start);
  const isAnnounced = announcement.some((word) => vocabulary.announcesNumber.has(word));
  const digits = run.reduce((sum, word) => sum + (/^\p{N}/u.test(word) ? word.length : 1), 0);
  if (digits < (isAnnounced ? 1 : 3)) return;
  features.dictatesNumber = 1;
  features.digitsMissing = Math.max(0, 1 - digits / PHONE_NUMBER_DIGITS);
}
