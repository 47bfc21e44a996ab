import { setImmediate } from 'node:timers/promises';
import { components, create, insertMultiple, search, type AnyOrama, type Tokenizer } from '@orama/orama';
import { stopwords } from '@orama/stopwords/english';
import { everydayWords } from './everyday-words.ts';

/** What people say around a question, on top of the usual stop words. */
const fillerWords =
  'a about also call could get give got hello hey hi just know let like look maybe need oh ok okay please say see ' +
  'something sure tell thank thanks thing uh um want wonder wondering would yeah yes';

/** More than a spoken question has; keeps a pasted book from becoming one search. */
const MAX_QUESTION_CHARACTERS = 2000;

/** Entries among which the one with most words is looked for. */
const FOUND_BY_WORDS = 20;

const english = components.tokenizer.createTokenizer({
  language: 'english',
  stemming: true,
  stopWords: [...stopwords, ...fillerWords.split(' ')],
});
const wordSegmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** The stems of words that mean the same, as the stem of one of them. */
const sameMeaning = new Map([...everydayWords].map(([word, first]) => [stem(word), stem(first)]));

/** Orama takes a word for the beginning of others, a car for a card, unless it is seen where one ends. */
const END = '.';

const tokenizer: Tokenizer = {
  language: 'english',
  normalizationCache: new Map(),
  tokenize: (text) => listContentWords(text).map((word) => word + END),
};

/** Something that can be found by words. */
export interface Entry {
  title: string;
  text: string;
}

/** A found entry; both shares are of the question's content words, from 0 to 1. */
export interface Match<T extends Entry> {
  entry: T;
  /** Words that occur in the title or the text. */
  share: number;
  /** Words that occur in the title. */
  titleShare: number;
  /** Whether it means what the question does, whatever its words. */
  isNear: boolean;
}

/** Entries that are put into an index between two moments at which a search of another one may run. */
const BATCH = 100;

/** A text's meaning as numbers; two texts of one model are close where they mean the same. */
export type Vector = number[];

/** The vectors of entries, in their order. */
export interface Meaning {
  vectors: readonly Vector[];
  /** An entry that is less similar to a question has nothing to do with it. */
  minSimilarity: number;
}

/**
 * Full-text search (Orama: BM25 over stemmed English words; other languages are matched unstemmed), and by meaning as
 * well where entries have vectors.
 */
export class TextIndex<T extends Entry> {
  readonly #entries: Map<string, T>;
  readonly #database: AnyOrama;
  readonly #meaning: Meaning | undefined;

  private constructor(entries: Map<string, T>, database: AnyOrama, meaning: Meaning | undefined) {
    this.#entries = entries;
    this.#database = database;
    this.#meaning = meaning;
  }

  static async create<T extends Entry>(entries: readonly T[], meaning?: Meaning): Promise<TextIndex<T>> {
    const dimensions = meaning?.vectors[0]?.length;
    const schema = {
      title: 'string',
      text: 'string',
      ...(dimensions && { vector: `vector[${dimensions}]` as const }),
    } as const;
    const database = create({ schema, components: { tokenizer } }) as AnyOrama;
    const rows = entries.map(({ title, text }, index) => ({
      id: String(index),
      title,
      text,
      ...(dimensions && { vector: meaning.vectors[index] }),
    }));
    for (let start = 0; start < rows.length; start += BATCH) {
      await insertMultiple(database, rows.slice(start, start + BATCH));
      await setImmediate();
    }
    const byId = new Map(entries.map((entry, index) => [String(index), entry]));
    return new TextIndex(byId, database, dimensions ? meaning : undefined);
  }

  /** The entry that holds most of the question's content words; ties go to the better BM25 score. */
  async find(question: string): Promise<Match<T> | undefined> {
    const matches = await this.rank(question, FOUND_BY_WORDS);
    return matches.reduce<Match<T> | undefined>(
      (best, match) => (best && weigh(best) >= weigh(match) ? best : match),
      undefined,
    );
  }

  /**
   * The entries that answer a question best, best first; none for a question without content words.
   *
   * @param vector - the question's, where entries have theirs.
   */
  async rank(question: string, limit: number, vector?: Vector): Promise<Match<T>[]> {
    const asked = question.slice(0, MAX_QUESTION_CHARACTERS);
    const words = listContentWords(asked);
    if (words.length === 0) return [];
    const query = {
      term: asked, // And not its stems: what is stemmed twice is another word.
      properties: ['title', 'text'],
      boost: { title: 2 },
      threshold: 1,
      limit,
    };
    const { vectors, minSimilarity: similarity = 1 } = this.#meaning ?? {};
    const hybrid = { mode: 'hybrid', vector: { value: vector, property: 'vector' }, similarity } as const;
    const { hits } = await search(this.#database, vector && vectors ? { ...query, ...hybrid } : query);
    return hits.flatMap(({ id }) => {
      const entry = this.#entries.get(id);
      const own = vectors?.[Number(id)];
      const isNear = Boolean(vector && own && measureSimilarity(vector, own) >= similarity);
      return entry ? [{ ...measureMatch(entry, words), isNear }] : [];
    });
  }
}

/** The cosine of two vectors: 1 for the same meaning. */
export function measureSimilarity(one: Vector, other: Vector): number {
  let product = 0;
  let [oneSquared, otherSquared] = [0, 0];
  for (let index = 0; index < one.length; index++) {
    const [a, b] = [one[index] ?? 0, other[index] ?? 0];
    product += a * b;
    oneSquared += a * a;
    otherSquared += b * b;
  }
  return product / (Math.sqrt(oneSquared * otherSquared) || 1);
}

/** How well an entry matches: 0 to 2, words in the title count twice. */
export function weigh(match: Pick<Match<Entry>, 'share' | 'titleShare'> | undefined): number {
  return match ? match.share + match.titleShare : 0;
}

/** The stemmed words of a text that carry meaning, each once; those of the same meaning are one. */
export function listContentWords(text: string): string[] {
  const words = new Set<string>();
  for (const { segment, isWordLike } of wordSegmenter.segment(text.toLowerCase().replaceAll('’', "'"))) {
    const word = isWordLike ? stem(segment.replace(/'s$/, '')) : '';
    if (word) words.add(sameMeaning.get(word) ?? word);
  }
  return [...words];
}

/** Empty for a word that carries no meaning. */
function stem(word: string): string {
  return english.normalizeToken('', word, true);
}

function measureMatch<T extends Entry>(entry: T, words: readonly string[]): Omit<Match<T>, 'isNear'> {
  const inTitle = new Set(listContentWords(entry.title));
  const inText = new Set(listContentWords(entry.text));
  const count = (isIn: (word: string) => boolean) => words.filter(isIn).length / words.length;
  return {
    entry,
    share: count((word) => inTitle.has(word) || inText.has(word)),
    titleShare: count((word) => inTitle.has(word)),
  };
}
