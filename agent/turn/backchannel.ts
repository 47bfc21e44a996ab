import { getBaseLanguage } from '../language-code.ts';
import { isPhrase } from '../polite-words.ts';
import { consistsOf, readPhrases } from '../whole-utterance.ts';
import { backchannels, stopCommands } from './backchannel-phrases.ts';

/** Sounds of somebody who listens, as Whisper spells them in any language: "Mm-hmm.", "Mhm", "Hm", "Aha", "Oh". */
const LISTENING_SOUND = /^(?:m+|h+m+|m+h+m*|a+h+|o+h+|a+ha+|huh|哦+|噢+|ふうん|へえ+|हम्म+)$/u;
/** Those that are also a yes. */
const AGREEING_SOUND = /^(?:嗯+|うん+)$/u;

/**
 * Whether all of it only says "I am listening", so that the agent goes on speaking. Repetitions and mixtures count
 * ("Yeah, yeah.", "Mm-hmm, okay, right").
 *
 * @param language ISO 639-1, with or without a region; an unknown one counts as English.
 */
export function isBackchannel(text: string, language: string): boolean {
  const phrases = getPhrases(backchannels, language);
  return consistsOf(
    text,
    language,
    (part) => phrases.has(part) || LISTENING_SOUND.test(part) || AGREEING_SOUND.test(part),
  );
}

/** Whether it says "I am listening" and can't be an answer: "Mm-hmm.", and not "Okay." */
export function isListeningSound(text: string, language: string): boolean {
  return consistsOf(text, language, (part) => LISTENING_SOUND.test(part));
}

/**
 * Whether it tells the agent to stop speaking. All of it has to: repetitions and polite words count ("Wait, wait.",
 * "Okay, stop now, please"), "the next bus stop" does not.
 *
 * @param language as in {@link isBackchannel}.
 */
export function isStopCommand(text: string, language: string): boolean {
  const stops = getPhrases(stopCommands, language);
  return isPhrase(text, language, (part) => stops.has(part));
}

function getPhrases(lists: Record<string, string>, language: string): Set<string> {
  return readPhrases(lists[getBaseLanguage(language)] ?? lists['en'] ?? '');
}
