import { llm } from '@livekit/agents';
import { describe, expect, test } from 'vitest';
import { assistantSchema } from '../assistant-schema.ts';
import { Speaker } from '../speaker.ts';
import { CallLanguage } from './call-language.ts';
import { kokoroVoices } from './default-voices.ts';
import { instructLanguage } from './language-instruction.ts';

const defaults = {
  voice: 'af_sky',
  speed: 1,
  language: 'en',
  turnTaking: 'balanced',
  voices: kokoroVoices,
} as const;
const english = {
  text: 'I would like to book a table',
  endOfTurn: 1,
  language: 'en',
  languageProbability: 1,
};
const spanish = {
  text: 'Quisiera reservar una mesa para dos',
  endOfTurn: 1,
  language: 'es',
  languageProbability: 1,
};

function start(file: object, audible?: string[]) {
  const speaker = new Speaker({ ...assistantSchema.parse(file), name: 'test' }, defaults);
  return { speaker, language: new CallLanguage(speaker, audible) };
}

describe('an assistant of any language', () => {
  test('prepares the answer in the language it heard, and stays with it', () => {
    const { speaker, language } = start({ language: 'auto', sentences: { stillThere: 'Hey?' } });
    expect([speaker.language, speaker.voice, speaker.sentences.stillThere]).toEqual(['en', 'af_sky', 'Hey?']);
    language.suppose(spanish);
    expect([speaker.language, speaker.voice]).toEqual(['es', 'ef_dora']);
    expect(speaker.sentences.stillThere).toBe('¿Sigue ahí?');
    language.confirm(spanish);
    language.suppose(english);
    language.takeBack();
    expect(speaker.language).toBe('es');
  });

  test('takes back what it prepared for a caller who went on', () => {
    const { speaker, language } = start({ language: 'auto' });
    language.suppose(spanish);
    language.takeBack();
    expect(speaker.language).toBe('en');
    language.confirm(english);
    expect(speaker.language).toBe('en');
  });

  test('counts an utterance once, however often it was prepared for', () => {
    const { speaker, language } = start({ language: 'auto' });
    const short = { ...spanish, text: '¿Qué hora es?' };
    language.suppose(short);
    language.suppose(short);
    language.confirm(short);
    expect(speaker.language).toBe('en');
    language.confirm(short);
    expect(speaker.language).toBe('es');
  });

  test('knows what it can speak and hear', () => {
    expect(start({ language: 'auto', voices: { de: 'mine' } }).language.candidates).toEqual([
      'en',
      'de',
      'es',
      'fr',
      'hi',
      'it',
      'ja',
      'pt',
      'zh',
    ]);
    expect(start({ language: 'auto' }, ['en', 'es', 'nl']).language.candidates).toEqual(['en', 'es']);
    expect(start({ language: 'auto' }, ['en']).language.candidates).toEqual([]);
  });

  test('with a model that hears English only stays in it, whatever is asked', () => {
    const { speaker, language } = start({ language: 'auto' }, ['en']);
    language.confirm({ text: 'In Spanish, please.', endOfTurn: 1 });
    expect(speaker.language).toBe('en');
  });

  test('a voice of its own comes before the usual one', () => {
    const { speaker, language } = start({ language: 'auto', voice: 'bf_emma', voices: { es: 'em_alex' } });
    language.confirm(spanish);
    expect(speaker.voice).toBe('em_alex');
    language.confirm({ text: 'In English, please', endOfTurn: 1 });
    expect(speaker.voice).toBe('bf_emma');
  });
});

test.each([{ language: 'en' }, {}])('an assistant with %j stays in its language', (file) => {
  const { speaker, language } = start(file);
  language.confirm(spanish);
  language.confirm({ text: 'En español, por favor', endOfTurn: 1 });
  expect([speaker.language, language.candidates]).toEqual(['en', []]);
});

describe('the instruction to the language model', () => {
  const ask = (language: string | undefined) => {
    const context = llm.ChatContext.empty();
    context.addMessage({ role: 'system', content: 'Be brief.' });
    context.addMessage({ role: 'user', content: 'Hola' });
    const before = context.items[0];
    const shaped = instructLanguage(() => language)(context.copy());
    expect(context.items[0]).toBe(before);
    return shaped.items.map((item) => (item.type === 'message' ? [item.role, item.textContent] : []));
  };

  test('is part of the instructions', () => {
    expect(ask('es')).toEqual([
      ['system', 'Be brief. Answer in Spanish.'],
      ['user', 'Hola'],
    ]);
  });

  test('is left out in the language of the assistant', () => {
    expect(ask(undefined)[0]).toEqual(['system', 'Be brief.']);
  });
});
