import { isUnspaced } from '../../language-code.ts';
import { readLanguageWish } from './language-wish.ts';

/** An utterance and the language it was in, as far as the STT server tells. */
export interface HeardLanguage {
  text: string;
  /** ISO 639-1. */
  language?: string | undefined;
  /** 0 to 1. */
  probability?: number | undefined;
}

/** Which language a call is held in, and what speaks for another. */
export interface LanguageState {
  language: string;
  /** The caller asked for it: only another such wish changes it. */
  isWish: boolean;
  /** Another language that the last utterance was in. */
  rival?: string | undefined;
}

/** "Ok", "no", names: words that are the same in several languages, or too few to tell. */
const FEWEST_WORDS = 3;
/** An utterance of so many words, and this sure, is enough by itself. */
const ENOUGH_WORDS = 5;
const SURE = 0.85;
/** Less sure, and it says nothing. */
const LEAST_SURE = 0.6;
/** Written without spaces, a word is about as long as this. */
const CHARACTERS_PER_WORD = 2;

/**
 * The language to go on in after an utterance: the one the caller asks for, at once; another that they speak, after
 * two utterances or one that is long and clear; otherwise the same. A few words never change it.
 *
 * @param available ISO 639-1 codes of what can be heard and spoken.
 */
export function followLanguage(
  state: LanguageState,
  heard: HeardLanguage,
  available: readonly string[],
): LanguageState {
  const wish = readLanguageWish(heard.text, available);
  if (wish) return { language: wish, isWish: true };
  const { language = '', probability = LEAST_SURE } = heard;
  const words = countWords(heard.text, language);
  if (state.isWish || words < FEWEST_WORDS) return state;
  if (language === state.language) return { ...state, rival: undefined };
  if (!available.includes(language) || probability < LEAST_SURE) return state;
  const isClear = words >= ENOUGH_WORDS && probability >= SURE;
  if (isClear || state.rival === language) return { language, isWish: false };
  return { ...state, rival: language };
}

function countWords(text: string, language: string): number {
  if (isUnspaced(language)) return (text.match(/[\p{L}\p{N}]/gu) ?? []).length / CHARACTERS_PER_WORD;
  return (text.match(/[\p{L}\p{M}\p{N}'’]+/gu) ?? []).length;
}
