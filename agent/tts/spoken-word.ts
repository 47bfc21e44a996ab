/** Pictures, and what joins, colours and frames them; © ® ™ are characters with a name. */
const EMOJI =
  /(?![©®™])\p{Extended_Pictographic}|\p{Emoji_Modifier}|[\u{1F1E6}-\u{1F1FF}]|[\u{E0020}-\u{E007F}]|[\uFE0E\uFE0F]|\u200D|\u20E3/gu;
const EMOTICON = /^[:;]'?-?[()DPp]$/;
const CHECKBOX = /^\[[ xX]\]$/;
/** An address with its scheme or www. */
const ADDRESS = /(?:https?:\/\/|www\.)[^\s<>"'`)\]]+/gi;
/** Marks that end a sentence or clause are the text's, not the address's. */
const MARKS_BEHIND = /[.,;:!?*_~]+$/;
const AUTOLINK = /<((?:https?:|mailto:)?[^<>\s]*[@:][^<>\s]*)>/gi;
const LINK_TARGET = /\]\([^)\s]*\)/g;
/** [1], [^2]: the number of a source. */
const FOOTNOTE = /\[\^?\d{1,3}\]/g;
const LINE_BREAK = /<br\s*\/?>/gi;
const TAG = /<\/?[a-z][^<>@:]*>/gi;

/** What a word may turn out to be: an address, or a picture with a description. */
const BEGINS_MARKUP = /^(?:[^\p{L}\p{N}]*(?:h|ht|htt|https?|w|ww|www\.?)|!)$/iu;
const HOLDS_MARKUP = /[*_`~[\]<>|\\:;]|[^\p{L}\p{M}\p{N}\p{P}\p{S}]|\p{So}/u;

/** Whether more letters could make something else of a word, or of the rest of one, than it looks like so far. */
export function mayBecomeMarkup(word: string, isRest: boolean): boolean {
  return HOLDS_MARKUP.test(word) || (!isRest && BEGINS_MARKUP.test(word));
}

/**
 * One word of Markdown, or the rest of one, as it is said: without emphasis, code and link marks, tags and pictures; an
 * address is its host. Empty where nothing is left to say.
 */
export function toSpokenWord(word: string, isRest = false): string {
  if (EMOTICON.test(word) || CHECKBOX.test(word)) return '';
  const plain = word
    .replace(FOOTNOTE, '')
    .replace(LINK_TARGET, '')
    .replace(AUTOLINK, '$1')
    .replace(ADDRESS, readAddress)
    .replace(LINE_BREAK, ' ')
    .replace(TAG, '')
    .replace(EMOJI, '')
    .replace(/!?\[(?=\S)|\](?!\()|`+|~~|\\(?=\p{P})/gu, '');
  return withoutEmphasis(plain, isRest);
}

/** Marks at the edges of words are emphasis; inside, as in 2*3 and john_smith, they are part of it. */
function withoutEmphasis(word: string, isRest: boolean): string {
  if (!/[\p{L}\p{N}]/u.test(word)) return isRest || word.length > 1 ? word.replace(/[*_]+/g, '') : word;
  const opened = isRest ? word : word.replace(/^([\p{Ps}\p{Pi}"']*)[*_]+/u, '$1');
  return opened.replace(/[*_]+(?=[\p{P}\p{S}]*$)/u, '').replace(/\*{2,}/g, '');
}

function readAddress(address: string): string {
  const marks = MARKS_BEHIND.exec(address)?.[0] ?? '';
  const host = address
    .slice(0, address.length - marks.length)
    .replace(/^https?:\/\//i, '')
    .split(/[/?#]/, 1)[0];
  const name = host
    ?.replace(/^.*@/, '')
    .replace(/:\d+$/, '')
    .replace(/^www\./i, '');
  return `${name ?? ''}${marks}`;
}
