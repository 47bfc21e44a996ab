import { describe, expect, test } from 'vitest';
import { followLanguage } from './language-switch.ts';
import type { HeardLanguage, LanguageState } from './language-switch.ts';

const available = ['en', 'es', 'fr', 'ja'];

/** The languages a call that begins in English is in after each of these. */
function follow(...heard: HeardLanguage[]): string[] {
  let state: LanguageState = { language: 'en', isWish: false };
  return heard.map((utterance) => (state = followLanguage(state, utterance, available)).language);
}

const say = (text: string, language?: string, probability?: number) => ({ text, language, probability });

describe('the language of a call', () => {
  test('changes at once after a long clear utterance', () => {
    expect(follow(say('Quisiera reservar una mesa para mañana', 'es', 0.97))).toEqual(['es']);
    expect(follow(say('明日の夜、テーブルを予約したいのですが', 'ja', 0.97))).toEqual(['ja']);
  });

  test('changes after two that are short or less clear', () => {
    expect(follow(say('¿Qué hora es?', 'es', 0.97), say('Gracias, muy amable', 'es', 0.7))).toEqual([
      'en',
      'es',
    ]);
    expect(
      follow(say('Je voudrais une table pour demain', 'fr', 0.7), say('Une table pour deux', 'fr', 0.7)),
    ).toEqual(['en', 'fr']);
  });

  test('never changes for a few words', () => {
    expect(follow(say('Ok.', 'es', 1), say('No, no.', 'es', 1), say('Okay.', 'fr', 1))).toEqual([
      'en',
      'en',
      'en',
    ]);
    expect(follow(say('はい。', 'ja', 1), say('はい。', 'ja', 1))).toEqual(['en', 'en']);
  });

  test('a few words neither count nor take back what counted', () => {
    expect(
      follow(say('¿Qué hora es?', 'es', 0.9), say('Ok.', 'en', 1), say('¿Dónde están ustedes?', 'es', 0.8)),
    ).toEqual(['en', 'en', 'es']);
  });

  test('an utterance in the language of the call takes back what counted', () => {
    const spanish = say('¿Qué hora es?', 'es', 0.9);
    expect(follow(spanish, say('What time is it?', 'en', 0.9), spanish)).toEqual(['en', 'en', 'en']);
  });

  test('two in different languages are not two in one', () => {
    expect(follow(say('¿Qué hora es?', 'es', 0.9), say('Quelle heure est-il ?', 'fr', 0.9))).toEqual([
      'en',
      'en',
    ]);
  });

  test('what is unsure, unknown, or cannot be spoken changes nothing', () => {
    expect(
      follow(
        say('Some words that nobody can place', 'es', 0.4),
        say('Some words that nobody can place', 'es', 0.4),
        say('Ik zou graag een tafel reserveren', 'nl', 1),
        say('Ik zou graag een tafel reserveren', 'nl', 1),
        say('Words without a language, several times'),
        say('Words without a language, several times'),
      ),
    ).toEqual(Array(6).fill('en'));
  });

  test('changes at once when asked to, and stays until asked again', () => {
    expect(
      follow(
        say('In Spanish, please.', 'en', 1),
        say('I would like to practise it a bit today', 'en', 1),
        say('I would like to practise it a bit today', 'en', 1),
        say('En inglés, por favor', 'es', 1),
      ),
    ).toEqual(['es', 'es', 'es', 'en']);
  });

  test('a server that names languages without probabilities needs two utterances', () => {
    const spanish = say('Quisiera reservar una mesa para mañana', 'es');
    expect(follow(spanish, spanish)).toEqual(['en', 'es']);
  });
});
