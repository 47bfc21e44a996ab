/** Something that the caller has said of themselves: a short name for it, and what it is. */
export interface Fact {
  key: string;
  value: string;
}

/** What a summary of a piece of conversation comes to. */
export interface Digest {
  /** In place of the summary before it. */
  summary: string;
  /** New or changed ones; an empty value takes one back. */
  facts: readonly Fact[];
}

/** Together about 400 tokens at most, in characters. */
const MAX_FACTS = 12;
/** What a caller would not want to say twice in a call. */
const SAYS_WHO = /\b(name|phone)\b/;
const LONGEST_KEY = 24;
const LONGEST_VALUE = 100;
const LONGEST_SUMMARY = 400;

/** What is known of a call beside the messages that are sent: facts that the caller gave, and a summary. */
export class CallNotes {
  #summary = '';
  /** The one that was told last is the last. */
  readonly #facts = new Map<string, string>();

  get summary(): string {
    return this.#summary;
  }

  get facts(): Fact[] {
    return [...this.#facts].map(([key, value]) => ({ key, value }));
  }

  /** A later fact replaces an earlier one of its name; with too many, one that was told first goes, but for who calls. */
  keep(facts: Iterable<Fact>): void {
    for (const fact of facts) {
      const { key, value } = tidyFact(fact);
      this.#facts.delete(key);
      if (key && value) this.#facts.set(key, value);
      if (this.#facts.size > MAX_FACTS) this.#facts.delete(this.#findLeast());
    }
  }

  add({ summary, facts }: Digest): void {
    this.#summary = shorten(summary, LONGEST_SUMMARY);
    this.keep(facts);
  }

  clear(): void {
    this.#summary = '';
    this.#facts.clear();
  }

  #findLeast(): string {
    const keys = [...this.#facts.keys()];
    return keys.find((key) => !SAYS_WHO.test(key)) ?? keys[0] ?? '';
  }

  /** For the language model; empty where nothing is known. Changes with the notes only, for the sake of its cache. */
  render(): string {
    const lines = [
      this.#facts.size > 0 && `About the caller: ${this.facts.map(writeFact).join('; ')}.`,
      this.#summary && `Earlier in this call: ${this.#summary}`,
    ].filter(Boolean);
    return lines.length > 0 ? `[Notes, for you only. ${lines.join(' ')}]` : '';
  }
}

/** One line each, whatever a model or a caller made of it: keys in lower case, so that a later one replaces it. */
export function tidyFact({ key, value }: Fact): Fact {
  const name = key.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ');
  return { key: shorten(name, LONGEST_KEY), value: shorten(value, LONGEST_VALUE) };
}

export function writeFact({ key, value }: Fact): string {
  return `${key}: ${value}`;
}

/** At most `longest` characters of one line, cut between words where there are any. */
function shorten(text: string, longest: number): string {
  const line = text.replace(/[\s\p{Cc}[\]]+/gu, ' ').trim();
  if (line.length <= longest) return line;
  const cut = line.slice(0, longest);
  return cut.slice(0, Math.max(cut.lastIndexOf(' '), longest / 2)).trimEnd();
}
