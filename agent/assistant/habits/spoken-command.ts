import { getBaseLanguage } from '../../language-code.ts';
import { isPhrase } from '../../polite-words.ts';
import { readPhrases } from '../../whole-utterance.ts';
import { commandPhrases } from './command-phrases.ts';

/** What a caller asks of the voice itself, and gets without the language model. */
export type SpokenCommand = 'repeat' | 'slower' | 'faster' | 'quiet';

/**
 * The command that an utterance is, and nothing else: "Could you say that again, please?" is one, "Repeat the order of
 * last week" and "faster shipping" are not.
 *
 * @param language ISO 639-1; an unknown one counts as English.
 */
export function readCommand(text: string, language: string): SpokenCommand | undefined {
  const phrases = commandPhrases[getBaseLanguage(language)] ?? commandPhrases['en'] ?? {};
  const commands = Object.entries(phrases) as [SpokenCommand, string][];
  return commands.find(([, list]) => isPhrase(text, language, (part) => readPhrases(list).has(part)))?.[0];
}
