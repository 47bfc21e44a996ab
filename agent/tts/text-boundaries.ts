/**
 * Where text may be cut, best first: after a sentence, after a clause, between words where one would breathe
 * (the word before is long enough to be none like "the" or "of"), between other words.
 */
export type BoundaryKind = 'sentence' | 'clause' | 'breath' | 'word';

/** `end` is the index behind the last character of what is spoken before the cut. */
export interface Boundary {
  end: number;
  kind: BoundaryKind;
}

interface Word {
  text: string;
  start: number;
  end: number;
}

const SENTENCE_MARK = /[.!?…。！？｡।؟\n]/;
const CLEAR_SENTENCE_MARK = /[!?。！？｡।؟\n]/;
const CLAUSE_MARK = /[,;:—、，；：،؛]|(?<=\s)–(?=\s)/;
/** The last mark of a gap, with the quotes and brackets that it closes. */
const LAST_MARK = /^[\s\S]*[.!?…。！？｡।؟\n,;:—–、，；：،؛]["'”’»)\]」』】]*/;

/** Scripts that put no space between words. */
const SPACELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const WIDE_MARK = /[。！？｡、，；：—\n]/;
const DIGIT = /\p{N}/u;
const UPPER = /^\p{Lu}/u;
const LOWER = /^\p{Ll}/u;
/** "e.g", "U.S", "p.m", "z.B": the dot behind them does not end a sentence. */
const DOTTED = /^\p{L}(?:\.\p{L})+$/u;
const BREATH_LETTERS = 4;

/** Titles and the like in the languages of the voices: words that never end a sentence with their dot. */
const ABBREVIATIONS = new Set(
  `mr mrs ms dr prof sr jr st vs fig approx dept est inc ltd corp gen col sgt capt lt rev hon gov sen rep mt ave blvd
  vol jan feb apr aug sept oct nov dec bzw ca nr str hr fr frl sra srta ud uds dra mme mlle sig dott exmo av`.split(
    /\s+/,
  ),
);
/** Abbreviations that are also words: only before a number. */
const BEFORE_NUMBER = new Set(['no', 'p', 'pp', 'art', 'nos']);

const words = new Intl.Segmenter(undefined, { granularity: 'word' });

/**
 * Lists where `text` may be cut, in order. Never inside a number, behind an abbreviation ("Dr. Smith"), beside a
 * number ("25 percent") or inside a name ("New York"). What only the next words could tell is no boundary yet,
 * unless the text has `ended`.
 */
export function findBoundaries(text: string, ended: boolean): Boundary[] {
  const found: Boundary[] = [];
  const spoken = listWords(text);
  for (const [index, word] of spoken.entries()) {
    const next = spoken[index + 1];
    if (!next && !ended && !CLEAR_SENTENCE_MARK.test(text.slice(word.end))) break;
    const gap = text.slice(word.end, next?.start);
    const kind = next
      ? judgeGap(word, gap, next, index === 0 || found.at(-1)?.kind === 'sentence')
      : 'sentence';
    if (kind) found.push({ end: next ? word.end + findCut(gap) : text.trimEnd().length, kind });
  }
  return found;
}

function listWords(text: string): Word[] {
  return [...words.segment(text)]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment, index }) => ({ text: segment, start: index, end: index + segment.length }));
}

function judgeGap(word: Word, gap: string, next: Word, startsSentence: boolean): BoundaryKind | undefined {
  const separates = /\s/.test(gap) || WIDE_MARK.test(gap);
  if (!separates) return gap === '' ? judgeSpaceless(word, next) : undefined;
  if (/\n|[!?。！？｡।؟]/.test(gap))
    return LOWER.test(next.text) && !gap.includes('\n') ? 'clause' : 'sentence';
  if (/\.\s*\.|…/.test(gap)) return LOWER.test(next.text) ? 'clause' : 'sentence';
  if (SENTENCE_MARK.test(gap)) return endsWithDot(word, next) ? 'sentence' : undefined;
  const besideNumber = DIGIT.test(word.text) || DIGIT.test(next.text);
  if (CLAUSE_MARK.test(gap)) return DIGIT.test(word.text) && DIGIT.test(next.text) ? undefined : 'clause';
  const isName = UPPER.test(word.text) && UPPER.test(next.text) && !startsSentence;
  if (besideNumber || isName || /[^\s"'“”‘’«»()[\]]/.test(gap)) return undefined;
  return word.text.length >= BREATH_LETTERS ? 'breath' : 'word';
}

/** Whether the dot between two words ends a sentence. */
function endsWithDot(word: Word, next: Word): boolean {
  const name = word.text.toLowerCase();
  if (LOWER.test(next.text) || DOTTED.test(word.text) || ABBREVIATIONS.has(name)) return false;
  if (/^\p{L}$/u.test(word.text) && word.text !== 'I') return false; // An initial.
  if (/^\p{N}{1,2}$/u.test(word.text)) return false; // An ordinal, or the number of a list's entry.
  return !(BEFORE_NUMBER.has(name) && DIGIT.test(next.text));
}

function judgeSpaceless(word: Word, next: Word): BoundaryKind | undefined {
  if (!SPACELESS.test(word.text.at(-1) ?? '') || !SPACELESS.test(next.text)) return undefined;
  return word.text.length > 1 ? 'breath' : 'word';
}

/** Behind the marks of a gap; what opens the next words (a quote, a bracket) stays with them. */
function findCut(gap: string): number {
  const marks = LAST_MARK.exec(gap)?.[0];
  return marks?.length ?? /^["'”’»)\]]*/.exec(gap)?.[0].length ?? 0;
}
