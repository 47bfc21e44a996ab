import { describe, expect, test } from 'vitest';
import { commandPhrases } from './command-phrases.ts';
import { readCommand } from './spoken-command.ts';

describe('a whole utterance', () => {
  test.each([
    ['en', 'Could you say that again, please?', 'repeat'],
    ['en', 'Pardon?', 'repeat'],
    ['en', 'Slower, please.', 'slower'],
    ['en', 'Okay, please slow down.', 'slower'],
    ['en', "You're talking too fast!", 'slower'],
    ['en', 'A bit faster please.', 'faster'],
    ['en', 'Be quiet!', 'quiet'],
    ['en-GB', 'Hold on a second.', 'quiet'],
    ['de', 'Wie bitte?', 'repeat'],
    ['de', 'Bitte sprechen Sie etwas langsamer.', 'slower'],
    ['de', 'Können Sie das bitte wiederholen?', 'repeat'],
    ['es', '¿Puede repetirlo, por favor?', 'repeat'],
    ['fr', 'Pouvez-vous répéter, s’il vous plaît ?', 'repeat'],
    ['it', 'Più piano, per favore.', 'slower'],
    ['pt', 'Pode falar mais devagar?', 'slower'],
    ['hi', 'थोड़ा धीरे बोलिए।', 'slower'],
    ['ja', 'もう一度お願いします。', 'repeat'],
    ['zh', '请再说一遍。', 'repeat'],
    ['es', 'No, más despacio, por favor.', 'slower'],
    ['pt', 'Não, repita.', 'repeat'],
    ['hi', 'नहीं, धीरे बोलिए।', 'slower'],
  ])('%s: %s', (language, text, command) => {
    expect(readCommand(text, language)).toBe(command);
  });
});

describe('a negation', () => {
  test.each([
    ['es', 'No hable más rápido.'],
    ['es', 'No repita.'],
    ['pt', 'Não fale mais rápido.'],
    ['pt', 'Não pare.'],
    ['hi', 'धीरे नहीं।'],
    ['zh', '不重复'],
    ['zh', '不停'],
  ])('%s: %s is no command', (language, text) => {
    expect(readCommand(text, language)).toBeUndefined();
  });
});

describe('inside a longer sentence', () => {
  test.each([
    ['en', 'Repeat the order of last week.'],
    ['en', 'Is there a faster train?'],
    ['en', 'Where is the next bus stop?'],
    ['en', 'Can you repeat what you said about parking?'],
    ['en', 'Please.'],
    ['en', ''],
    ['de', 'Wiederholen Sie die Bestellung von gestern.'],
    ['zh', '请再说一遍地址。'],
  ])('%s: %s is for the language model', (language, text) => {
    expect(readCommand(text, language)).toBeUndefined();
  });
});

test('no phrase stands for two commands', () => {
  for (const [language, commands] of Object.entries(commandPhrases))
    for (const [command, list] of Object.entries(commands))
      for (const phrase of list.split('|'))
        expect([phrase, readCommand(phrase, language)]).toEqual([phrase, command]);
});
