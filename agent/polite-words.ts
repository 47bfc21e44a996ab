import { getBaseLanguage, isUnspaced } from './language-code.ts';
import { consistsOf, normalizeUtterance, readPhrases } from './whole-utterance.ts';

/** Words around a set phrase that change nothing: "Okay, stop now, please." By language, ISO 639-1. */
const politeWords: Record<string, string> = {
  en: 'please|okay|ok|no|oh|hey|now|sorry|well|just|yeah|right there|thanks|thank you',
  de: 'bitte|nein|ok|okay|hey|jetzt|mal|doch|ja|kurz|danke',
  es: 'por favor|oye|ahora|ok|gracias',
  fr: "s'il vous plaît|s'il te plaît|non|ok|hé|maintenant|merci",
  it: 'per favore|no|ehi|ora|adesso|ok|grazie',
  pt: 'por favor|ei|agora|ok|aí|obrigado|obrigada',
  hi: 'कृपया|जी|अभी|प्लीज़|प्लीज',
  ja: 'あの|ねえ|ちょっと|いや|お願いします',
  zh: '请|好|你|先|吧|谢谢',
};

/** "No" where the same word negates what follows: "No, más despacio" asks for something, "No repita" does not. */
const negations: Record<string, RegExp> = {
  es: /^\s*no\s*\p{P}/iu,
  pt: /^\s*não\s*\p{P}/iu,
  hi: /^\s*नहीं\s*\p{P}/u,
  zh: /^\s*不\s*\p{P}/u,
};

/**
 * Whether an utterance is a known phrase and politeness, around it or in its middle ("Können Sie das bitte
 * wiederholen?"), and not politeness alone.
 *
 * @param language ISO 639-1, with or without a region; an unknown one counts as English.
 */
export function isPhrase(said: string, language: string, isKnown: (part: string) => boolean): boolean {
  const base = getBaseLanguage(language);
  const polite = readPhrases(politeWords[base] ?? politeWords['en'] ?? '');
  const negation = negations[base];
  const text = negation ? said.replace(negation, '') : said;
  const isPolite = (part: string) => polite.has(part);
  if (consistsOf(text, language, isPolite)) return false;
  return (
    consistsOf(text, language, (part) => isKnown(part) || isPolite(part)) ||
    (!isUnspaced(language) && isKnown(leaveOut(polite, text)))
  );
}

function leaveOut(phrases: Set<string>, text: string): string {
  const said = [...phrases]
    .filter((phrase) => phrase !== 'no') // In the middle it is no politeness: "I speak no English."
    .reduce((left, phrase) => left.replaceAll(` ${phrase} `, ' '), ` ${normalizeUtterance(text)} `);
  return said.trim();
}
