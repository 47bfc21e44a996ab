import { getBaseLanguage } from '../language-code.ts';

/** How signs in addresses are called, by language (ISO 639-1). */
const signNames: Record<string, Record<string, string>> = {
  en: { '@': 'at', '.': 'dot', '-': 'dash', _: 'underscore', '+': 'plus' },
  de: { '@': 'ät', '.': 'Punkt', '-': 'Minus', _: 'Unterstrich', '+': 'Plus' },
  es: { '@': 'arroba', '.': 'punto', '-': 'guion', _: 'guion bajo', '+': 'más' },
  fr: { '@': 'arobase', '.': 'point', '-': 'tiret', _: 'tiret bas', '+': 'plus' },
  it: { '@': 'chiocciola', '.': 'punto', '-': 'trattino', _: 'trattino basso', '+': 'più' },
  pt: { '@': 'arroba', '.': 'ponto', '-': 'hífen', _: 'sublinhado', '+': 'mais' },
  hi: { '@': 'ऐट', '.': 'डॉट', '-': 'डैश', _: 'अंडरस्कोर', '+': 'प्लस' },
  ja: { '@': 'アットマーク', '.': 'ドット', '-': 'ハイフン', _: 'アンダーバー', '+': 'プラス' },
  zh: { '@': '艾特', '.': '点', '-': '杠', _: '下划线', '+': '加' },
};

const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

/** With a plus, a zero or an area code in front, or as Americans write them. Not: decimals, dates, quantities. */
const TELEPHONE = new RegExp(
  [
    /(?<![\w.,])\+\d{1,3}(?:[ ./-]?\(?\d{1,5}\)?){2,6}(?!\w)/,
    /(?<![\w.,])0(?![.,])\d{1,5}(?:[ ./-]{1,3}\d{2,8}){1,5}(?!\w)/,
    /(?<![\w.,])(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?!\w)/,
    /(?<![\w.,-])\d{3}-\d{4}(?![\w-])/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);
const FEWEST_TELEPHONE_DIGITS = 7;

/** Account and order numbers; round numbers are quantities. */
const LONG_NUMBER = /(?<![\w.,+-])\d{8,}(?!\w|[.,]\d)/g;

/** Letters and digits mixed: XK-4711, B7F9Q2. */
const CODE =
  /(?<![\w@./-])(?=[A-Z0-9-]*[A-Z])(?=[A-Z0-9-]*\d[A-Z0-9-]*\d)[A-Z0-9]+(?:-[A-Z0-9]+)*(?![\w@/])/g;
const SHORTEST_CODE = 5;
/** 256GB, COVID19: a quantity, and a name that is read as a word. */
const NO_CODE = /^\d+[A-Z]{1,2}$|[A-Z]{5,}/;

/** S-M-I-T-H */
const SPELLED = /(?<![\p{L}\p{N}-])\p{Lu}(?:-\p{Lu}){2,}(?![\p{L}\p{N}-])/gu;

const GROUP_DIGITS = 3;

/**
 * Writes what has to be understood to the letter so that any voice says it clearly: telephone numbers in groups of
 * digits, codes sign by sign, spelled names with a pause after each letter, e-mail addresses with their signs in words.
 * What is left has nothing of that kind any more: a TTS server with rules of its own finds nothing to do twice.
 *
 * @param language ISO 639-1; an unknown one gets the English names of signs.
 */
export function sayClearly(text: string, language: string): string {
  const names = signNames[getBaseLanguage(language)] ?? signNames['en'] ?? {};
  return text
    .replace(EMAIL, (address) => sayAddress(address, names))
    .replace(TELEPHONE, (number) => sayTelephone(number, names['+'] ?? ''))
    .replace(LONG_NUMBER, (number) => (number.endsWith('000') ? number : sayGroups(splitDigits(number))))
    .replace(CODE, (code) =>
      code.length < SHORTEST_CODE || NO_CODE.test(code) ? code : sayGroups(code.split('-')),
    )
    .replace(SPELLED, (letters) => letters.replaceAll('-', ', '));
}

/** "ada.l@example.com" → "ada dot l at example dot com"; digits one by one. */
function sayAddress(address: string, names: Record<string, string>): string {
  const marks = /[._+-]+$/.exec(address)?.[0] ?? '';
  const said = address
    .slice(0, address.length - marks.length)
    .replace(/[@._+-]/g, (sign) => ` ${names[sign]} `)
    .replace(/\d+/g, (digits) => ` ${digits.split('').join(' ')} `)
    .replace(/ {2,}/g, ' ');
  return said.trim() + marks;
}

function sayTelephone(number: string, plus: string): string {
  if (number.replace(/\D/g, '').length < FEWEST_TELEPHONE_DIGITS) return number;
  const groups = number.match(/\d+/g) ?? [];
  const said = sayGroups(groups.flatMap((group) => (group.length > 5 ? splitDigits(group) : [group])));
  return number.startsWith('+') ? `${plus} ${said}` : said;
}

/** Groups of three; what would be left alone goes with the last. */
function splitDigits(digits: string): string[] {
  const groups = digits.match(new RegExp(`\\d{1,${GROUP_DIGITS}}`, 'g')) ?? [];
  const last = groups.at(-1) ?? '';
  if (groups.length > 1 && last.length === 1) groups.splice(-2, 2, `${groups.at(-2)}${last}`);
  return groups;
}

function sayGroups(groups: readonly string[]): string {
  return groups.map((group) => group.split('').join(' ')).join(', ');
}
