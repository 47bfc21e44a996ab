import { backchannels, politeWords, stopCommands } from './backchannel-phrases.ts';
import { getBaseLanguage, isUnspaced } from './completeness.ts';

/** Sounds of somebody who listens, as Whisper spells them in any language: "Mm-hmm.", "Mhm", "Hm", "Aha", "Oh". */
const LISTENING_SOUND = /^(?:m+|h+m+|m+h+m*|a+h+|o+h+|a+ha+|huh|嗯+|哦+|噢+|うん+|ふうん|へえ+|हम्म+)$/u;
/** What is longer says more than a backchannel or a stop command. */
const LONGEST_CHARACTERS = 60;

/**
 * Whether all of it only says "I am listening", so that the agent goes on speaking. Repetitions and mixtures count
 * ("Yeah, yeah.", "Mm-hmm, okay, right").
 *
 * @param language ISO 639-1, with or without a region; an unknown one counts as English.
 */
export function isBackchannel(text: string, language: string): boolean {
  const phrases = getPhrases(backchannels, language);
  return consistsOf(text, language, (part) => phrases.has(part) || LISTENING_SOUND.test(part));
}

/**
 * Whether it tells the agent to stop speaking. All of it has to: repetitions and polite words count ("Wait, wait.",
 * "Okay, stop now, please"), "the next bus stop" does not.
 *
 * @param language as in {@link isBackchannel}.
 */
export function isStopCommand(text: string, language: string): boolean {
  const stops = getPhrases(stopCommands, language);
  const polite = getPhrases(politeWords, language);
  return (
    consistsOf(text, language, (part) => stops.has(part) || polite.has(part)) &&
    !consistsOf(text, language, (part) => polite.has(part))
  );
}

const phraseSets = new Map<string, Set<string>>();

function getPhrases(lists: Record<string, string>, language: string): Set<string> {
  const list = lists[getBaseLanguage(language)] ?? lists['en'] ?? '';
  const known = phraseSets.get(list) ?? new Set(list.split('|').map(normalize));
  phraseSets.set(list, known);
  return known;
}

/** Whether the text can be cut, between words, into parts that are all known. */
function consistsOf(text: string, language: string, isKnown: (part: string) => boolean): boolean {
  const said = normalize(text);
  if (said === '' || said.length > LONGEST_CHARACTERS) return false;
  const isBoundary = (at: number) => isUnspaced(language) || at === said.length || said[at] === ' ';
  const reached = new Set([0]);
  for (let end = 1; end <= said.length; end++) {
    if (!isBoundary(end)) continue;
    const canEnd = [...reached].some((start) => isKnown(said.slice(start, end).trim()));
    if (canEnd) reached.add(end);
  }
  return reached.has(said.length);
}

/** Lowercase words with one space between them; hyphens and punctuation separate words. */
function normalize(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[^\p{L}\p{M}\p{N}']+/gu, ' ')
    .trim();
}
