import { mayBecomeMarkup, toSpokenWord } from './spoken-word.ts';

/** What a line can begin with before its first word. */
const LINE_START = /^[ \t]*(?:(?:[-*+•–>]|#{1,6})[ \t]+)*(?:\[[ xX]\][ \t]+)?/;
/** So far it could be any of that, a rule, a fence or a table. */
const UNDECIDED_START = /^[ \t]*(?:[-*+•–>#=_~` \t]*(?:\[[ xX]?\]?[ \t]*)?|\|[^\n]*)$/;
const RULE = /^[ \t]*([-*_=])(?:[ \t]*\1){2,}[ \t]*$/;
const FENCE = /^[ \t]*(?:```|~~~)[^`]*$/;
const TABLE_RULE = /^[ \t]*\|?[ \t:|-]+\|?[ \t]*$/;
const MARKED_LINE = /[-*+•–#]/;
const ENDS_A_CLAUSE = /[\p{P}]["'”’»)\]*_]*$/u;
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u;

/**
 * Markdown on its way to a voice, as it is written: marks, pictures and addresses become what a person would say, and
 * entries of lists become sentences. Plain words pass at once, in whatever pieces they come; only what could still
 * become markup waits for its end. A block of code is read where it is one line, and left to the page where it is more.
 */
export class SpokenText {
  #held = '';
  #atLineStart = true;
  /** The line is an entry of a list or a heading: its end is the end of a sentence. */
  #isMarkedLine = false;
  /** What skips text until it ends: the target of a link, a tag. */
  #skipUntil: ')' | '>' | undefined;
  #code: string[] | undefined;
  #last = '';
  /** Letters of the present word have been said. */
  #inWord = false;

  /** @returns what can be said now of the text so far. */
  push(text: string): string {
    this.#held += text;
    return this.#read(false);
  }

  /** @returns what is left, when no more text will come. */
  end(): string {
    return this.#read(true) + this.#endCode();
  }

  #read(ended: boolean): string {
    let spoken = '';
    while (this.#held !== '') {
      const piece = this.#readPiece(ended);
      if (piece === undefined) break;
      spoken += piece;
      if (piece) this.#last = (this.#last + piece).slice(-8);
    }
    return spoken;
  }

  /** The next piece, taken off what is held; undefined while it can't be judged. */
  #readPiece(ended: boolean): string | undefined {
    if (this.#code) return this.#readCode(ended);
    if (this.#skipUntil) return this.#skip(this.#skipUntil);
    if (this.#atLineStart) return this.#startLine(ended);
    const space = /^\s+/.exec(this.#held)?.[0];
    return space === undefined ? this.#readWord(ended) : this.#readSpace(space);
  }

  #take(length: number): string {
    const taken = this.#held.slice(0, length);
    this.#held = this.#held.slice(length);
    return taken;
  }

  #startLine(ended: boolean): string | undefined {
    const newline = this.#held.indexOf('\n');
    const line = newline < 0 ? this.#held : this.#held.slice(0, newline);
    if (newline < 0 && !ended && UNDECIDED_START.test(line)) return undefined;
    if (FENCE.test(line)) {
      if (newline < 0 && !ended) return undefined;
      this.#take(line.length + 1);
      this.#code = [];
      return '';
    }
    if (RULE.test(line)) return this.#take(line.length) && '';
    if (/^[ \t]*\|/.test(line)) return this.#readTableRow(this.#take(line.length));
    const start = LINE_START.exec(line)?.[0] ?? '';
    this.#take(start.length);
    this.#atLineStart = false;
    this.#isMarkedLine = MARKED_LINE.test(start);
    return '';
  }

  #readTableRow(row: string): string {
    this.#atLineStart = false;
    this.#isMarkedLine = true;
    if (TABLE_RULE.test(row)) return '';
    const cells = row.split('|').map((cell) => cell.trim());
    return cells
      .filter((cell) => cell !== '')
      .map((cell) =>
        cell
          .split(/\s+/)
          .map((word) => toSpokenWord(word))
          .join(' '),
      )
      .join(', ');
  }

  #readSpace(space: string): string {
    this.#inWord = false;
    const newline = space.indexOf('\n');
    if (newline < 0) return this.#take(space.length);
    this.#take(newline + 1);
    const stop = this.#isMarkedLine ? this.#closeSentence() : '';
    this.#atLineStart = true;
    this.#isMarkedLine = false;
    return `${stop}\n`;
  }

  #closeSentence(): string {
    const said = this.#last.trimEnd();
    if (said === '' || ENDS_A_CLAUSE.test(said)) return '';
    return WIDE.test(said) ? '。' : '.';
  }

  #readWord(ended: boolean): string | undefined {
    const word = /^\S+/.exec(this.#held)?.[0] ?? '';
    const isWhole = ended || word.length < this.#held.length;
    const isRest = this.#inWord;
    const opened = findOpened(word, isWhole);
    if (opened) {
      this.#take(word.length);
      this.#inWord = false;
      return (
        toSpokenWord(word.slice(0, opened.at), isRest) + this.#skipIn(word.slice(opened.at), opened.until)
      );
    }
    if (!isWhole && mayBecomeMarkup(word, isRest)) return undefined;
    this.#inWord ||= /[\p{L}\p{N}]/u.test(word);
    return toSpokenWord(this.#take(word.length), isRest);
  }

  /** Goes on with what is behind a skipped part of the same word. */
  #skipIn(text: string, until: ')' | '>'): string {
    this.#skipUntil = until;
    this.#held = text + this.#held;
    return this.#skip(until);
  }

  #skip(until: ')' | '>'): string {
    const end = this.#held.search(until === ')' ? /[)\n]/ : /[>\n]/);
    if (end < 0) {
      this.#held = '';
      return '';
    }
    this.#take(this.#held[end] === until ? end + 1 : end);
    this.#skipUntil = undefined;
    return '';
  }

  #readCode(ended: boolean): string | undefined {
    const newline = this.#held.indexOf('\n');
    if (newline < 0 && !ended) return undefined;
    const line = this.#take(newline < 0 ? this.#held.length : newline + 1);
    if (FENCE.test(line.trimEnd())) return this.#endCode();
    this.#code?.push(line);
    return '';
  }

  #endCode(): string {
    const lines = this.#code ?? [];
    this.#code = undefined;
    return lines.length === 1 ? lines.join('') : '';
  }
}

/** Tags that have attributes: others end in the word in which they begin. */
const OPEN_TAG =
  /<(?:a|img|span|div|p|font|break|prosody|say-as|emphasis|voice|phoneme|speak|table|t[dhr]|code|pre)$/i;

/** Where a link's target begins that goes on behind this word, or a tag that does. */
function findOpened(word: string, isWhole: boolean): { at: number; until: ')' | '>' } | undefined {
  const link = /\]\([^)]*$/.exec(word);
  if (link) return { at: link.index, until: ')' };
  const tag = isWhole ? OPEN_TAG.exec(word) : null;
  return tag ? { at: tag.index, until: '>' } : undefined;
}
