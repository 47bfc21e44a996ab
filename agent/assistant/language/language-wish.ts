import { isPhrase } from '../../polite-words.ts';
import { normalizeUtterance } from '../../whole-utterance.ts';
import { wishTemplates } from './wish-templates.ts';

/** Other spellings of what `Intl` calls a language. */
const SPELLINGS: [RegExp, string][] = [
  [/अंग्रेज़ी/g, 'अंग्रेजी'],
  [/हिन्दी/g, 'हिंदी'],
  [/汉语|普通话/g, '中文'],
];

const wishes = new Map<string, Map<string, string>>();

/**
 * The language that a caller asks for, in whatever language they ask: "Auf Deutsch, bitte.", "Do you speak Spanish?".
 * All of the utterance has to say so: "How do you say hello in Spanish?" asks for nothing.
 *
 * @param available ISO 639-1 codes of what can be asked for.
 */
export function readLanguageWish(text: string, available: readonly string[]): string | undefined {
  const said = SPELLINGS.reduce((spelled, [from, to]) => spelled.replace(from, to), text);
  for (const asked of Object.keys(wishTemplates)) {
    const phrases = getWishes(asked);
    const found = new Set<string>();
    const isWish = isPhrase(said, asked, (part) => {
      const wanted = phrases.get(part);
      if (wanted) found.add(wanted);
      return wanted !== undefined;
    });
    const [wanted] = [...found];
    if (isWish && found.size === 1 && wanted && available.includes(wanted)) return wanted;
  }
  return undefined;
}

/** Every wish that can be said in a language: phrase → the language that is asked for. */
function getWishes(asked: string): Map<string, string> {
  const known = wishes.get(asked);
  if (known) return known;
  const names = new Intl.DisplayNames(asked, { type: 'language' });
  const templates = (wishTemplates[asked] ?? '').split('|');
  const phrases = Object.keys(wishTemplates).flatMap((wanted) => {
    const name = SPELLINGS.reduce((text, [from, to]) => text.replace(from, to), names.of(wanted) ?? wanted);
    return templates.map((template) => [normalizeUtterance(template.replace('{x}', name)), wanted] as const);
  });
  wishes.set(asked, new Map(phrases));
  return new Map(phrases);
}
