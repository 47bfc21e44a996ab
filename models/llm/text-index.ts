import { components, create, insertMultiple, search, type Orama } from '@orama/orama';
import { stopwords } from '@orama/stopwords/english';

/** What people say around a question, on top of the usual stop words. */
const fillerWords =
  'a about also call could get give got hello hey hi just know let like look maybe need oh ok okay please say see ' +
  'something sure tell thank thanks thing uh um want wonder wondering would yeah yes';

/** More than a spoken question has; keeps a pasted book from becoming one search. */
const MAX_QUESTION_CHARACTERS = 2000;

const schema = { title: 'string', text: 'string' } as const;
const tokenizer = components.tokenizer.createTokenizer({
  language: 'english',
  stemming: true,
  stopWords: [...stopwords, ...fillerWords.split(' ')],
});

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
}

/** Full-text search (Orama: BM25 over stemmed English words; other languages are matched unstemmed). */
export class TextIndex<T extends Entry> {
  readonly #entries: Map<string, T>;
  readonly #database: Orama<typeof schema>;

  private constructor(entries: Map<string, T>, database: Orama<typeof schema>) {
    this.#entries = entries;
    this.#database = database;
  }

  static async create<T extends Entry>(entries: readonly T[]): Promise<TextIndex<T>> {
    const database = create({ schema, components: { tokenizer } });
    const byId = new Map(entries.map((entry, index) => [String(index), entry]));
    await insertMultiple(
      database,
      [...byId].map(([id, { title, text }]) => ({ id, title, text })),
    );
    return new TextIndex(byId, database);
  }

  /** The entry that holds most of the question's content words; ties go to the better BM25 score. */
  async find(question: string): Promise<Match<T> | undefined> {
    const words = listContentWords(question.slice(0, MAX_QUESTION_CHARACTERS));
    if (words.length === 0) return undefined;
    const { hits } = await search(this.#database, {
      term: words.join(' '),
      properties: ['title', 'text'],
      boost: { title: 2 },
      threshold: 1,
      limit: 20,
    });
    const matches = hits.flatMap(({ id }) => {
      const entry = this.#entries.get(id);
      return entry ? [measureMatch(entry, words)] : [];
    });
    return matches.reduce<Match<T> | undefined>(
      (best, match) => (best && weigh(best) >= weigh(match) ? best : match),
      undefined,
    );
  }
}

/** How well an entry matches: 0 to 2, words in the title count twice. */
export function weigh(match: Pick<Match<Entry>, 'share' | 'titleShare'> | undefined): number {
  return match ? match.share + match.titleShare : 0;
}

/** The stemmed words of a text that carry meaning, each once. */
export function listContentWords(text: string): string[] {
  return [...new Set(tokenizer.tokenize(text.replaceAll('’', "'"), 'english'))].filter((word) => word !== '');
}

function measureMatch<T extends Entry>(entry: T, words: readonly string[]): Match<T> {
  const inTitle = new Set(listContentWords(entry.title));
  const inText = new Set(listContentWords(entry.text));
  const count = (isIn: (word: string) => boolean) => words.filter(isIn).length / words.length;
  return {
    entry,
    share: count((word) => inTitle.has(word) || inText.has(word)),
    titleShare: count((word) => inTitle.has(word)),
  };
}
