import { describe, expect, test } from 'vitest';
import { readLanguageWish } from './language-wish.ts';
import { wishTemplates } from './wish-templates.ts';

const all = Object.keys(wishTemplates);

describe('asked for, in any language', () => {
  test.each([
    ['Auf Deutsch, bitte.', 'de'],
    ['In German, please.', 'de'],
    ['Do you speak Spanish?', 'es'],
    ["Okay, let's continue in French.", 'fr'],
    ['Können wir bitte Englisch sprechen?', 'en'],
    ['¿Podemos hablar en inglés?', 'en'],
    ['Parlez-vous anglais ?', 'en'],
    ['Passons à l’espagnol', 'es'],
    ['Possiamo parlare in italiano?', 'it'],
    ['Pode falar em português, por favor?', 'pt'],
    ['हिन्दी में बोलिए।', 'hi'],
    ['अंग्रेज़ी में बात करें', 'en'],
    ['日本語でお願いします。', 'ja'],
    ['你会说中文吗？', 'zh'],
    ['请说普通话。', 'zh'],
  ])('%s', (text, language) => {
    expect(readLanguageWish(text, all)).toBe(language);
  });
});

describe('spoken of, and not asked for', () => {
  test.each([
    'How do you say hello in Spanish?',
    'German.',
    'I learned French in school.',
    'Does your French chef speak English?',
    'Wie heißt das auf Englisch?',
    'Please.',
    '',
    'No hablo inglés.',
    'No quiero hablar inglés.',
    'Não falo inglês.',
    'मैं अंग्रेज़ी नहीं बोलता हूँ।',
    '不说英语。',
    'I speak no English.',
  ])('%s', (text) => {
    expect(readLanguageWish(text, all)).toBeUndefined();
  });
});

test('what cannot be spoken is not granted', () => {
  expect(readLanguageWish('Auf Deutsch, bitte.', ['en', 'es'])).toBeUndefined();
});
