import { setTimeout as sleep } from 'node:timers/promises';
import { describeFailure } from './document-problem.ts';
import { describeFolderProblem, DocumentFolder, type Admit, type Report } from './document-folder.ts';
import type { Embeddings } from './embeddings.ts';
import type { Passage } from './passages.ts';
import { TextIndex, listContentWords, type Match, type Vector } from './text-index.ts';

/** A search waits so long for a question's vector; without it, words alone decide. */
const QUESTION_VECTOR_MS = 15;

/** A server that gave no vectors is asked again after this long. */
const EMBEDDINGS_RETRY_MS = 30_000;

/** A question of fewer content words, such as "and on Sundays?", is understood from the one before it. */
const FEW_WORDS = 3;

/** Passages that hold less than this share of the words that the best one holds are about something else. */
const MIN_SHARE_OF_BEST = 0.5;

interface KnowledgeOptions {
  /** Told of documents that are not searched, and why. */
  report?: Report;
  /** Told what goes well. */
  inform?: Report;
  /** Where the folder is named, `file:line:column`. */
  place?: string | undefined;
  admit?: Admit;
  /** With them, passages are also found by what they mean. */
  embeddings?: Embeddings | undefined;
}

/** The documents in one folder, searchable. */
export class Knowledge {
  readonly #folder: DocumentFolder;
  readonly #report: Report;
  readonly #inform: Report;
  readonly #place: string | undefined;
  readonly #embeddings: Embeddings | undefined;
  #index: TextIndex<Passage> | undefined;
  #loading: Promise<unknown> = Promise.resolve();
  #problem = '';
  #embedding: Promise<void> | undefined;
  #embedAfterMs = 0;
  #isEmbeddingFailing = false;
  #isEmbedded = false;

  constructor(folder: string, options: KnowledgeOptions = {}) {
    const { report = () => undefined, inform = () => undefined, place, admit, embeddings } = options;
    this.#folder = new DocumentFolder(folder, report, admit);
    this.#report = report;
    this.#inform = inform;
    this.#place = place;
    this.#embeddings = embeddings;
  }

  /** @throws Error if the folder cannot be read. */
  static async open(folder: string, options?: KnowledgeOptions): Promise<Knowledge> {
    const knowledge = new Knowledge(folder, options);
    await knowledge.#reload();
    return knowledge;
  }

  /** Titles of the documents, in the order of their file names. */
  get titles(): readonly string[] {
    return [...new Set(this.#folder.passages.map(({ document }) => document))];
  }

  /** How much there is to search. */
  get size(): { documents: number; passages: number; isEmbedded: boolean } {
    const files = new Set(this.#folder.passages.map(({ file }) => file));
    return { documents: files.size, passages: this.#folder.passages.length, isEmbedded: this.#isEmbedded };
  }

  /** The passage that fits a question best, if any holds one of its words; of the documents as they are now. */
  async find(question: string): Promise<Match<Passage> | undefined> {
    await this.refresh();
    return this.#index?.find(question);
  }

  /**
   * The passages that fit a question best, best first; of the documents as they were last read.
   *
   * @param before - what was asked before it, for a question that is too short by itself.
   */
  async search(question: string, limit: number, before = ''): Promise<Passage[]> {
    if (!this.#index) return [];
    const isShort = before && listContentWords(question).length < FEW_WORDS;
    const asked = isShort ? `${question} ${before}` : question;
    const vector = this.#isEmbedded ? await this.#embedQuestion(asked) : undefined;
    const matches = await this.#index.rank(asked, limit, vector);
    const best = Math.max(...matches.map(({ share }) => share));
    const fits = (share: number) => share > 0 && share >= best * MIN_SHARE_OF_BEST;
    return matches.filter(({ share, isNear }) => isNear || fits(share)).map(({ entry }) => entry);
  }

  /**
   * Reads what is new in the folder. One that went away leaves the last state standing.
   *
   * @returns whether the documents are others now.
   */
  async refresh(): Promise<boolean> {
    const loading = this.#loading.then(async () => {
      try {
        const changed = await this.#reload();
        this.#problem = '';
        return changed;
      } catch (error) {
        const reason = describeFolderProblem(this.#folder.path, error);
        const problem = this.#place ? `${this.#place}: ${reason}` : reason;
        if (problem !== this.#problem) this.#report(problem);
        this.#problem = problem;
        return false;
      }
    });
    this.#loading = loading;
    const changed = await loading;
    if (!this.#isEmbedded) this.#embed();
    return changed;
  }

  async #reload(): Promise<boolean> {
    if (!(await this.#folder.refresh()) && this.#index) return false;
    this.#index = await TextIndex.create(this.#folder.passages);
    this.#isEmbedded = false;
    return true;
  }

  #embedQuestion(text: string): Promise<Vector | undefined> {
    const late = sleep(QUESTION_VECTOR_MS, undefined);
    return Promise.race([this.#embeddings?.embedQuestion(text), late]);
  }

  /** In the background: until it is done, words alone decide. */
  #embed(): void {
    const embeddings = this.#embeddings;
    if (!embeddings || this.#embedding || Date.now() < this.#embedAfterMs) return;
    const { passages } = this.#folder;
    this.#embedding = embeddings
      .embedPassages(passages.map(({ title, text }) => `${title}\n${text}`))
      .then(async (meaning) => {
        const index = await TextIndex.create(passages, meaning);
        if (passages !== this.#folder.passages) return; // Documents were edited meanwhile.
        this.#index = index;
        this.#isEmbedded = true;
        this.#isEmbeddingFailing = false;
        this.#inform(`${this.#folder.path}: ${passages.length} passages are found by meaning, too`);
      })
      .catch((error: unknown) => {
        this.#embedAfterMs = Date.now() + EMBEDDINGS_RETRY_MS;
        if (this.#isEmbeddingFailing) return; // Told once, until it is back.
        this.#isEmbeddingFailing = true;
        this.#report(
          `${this.#folder.path}: the embedding server gave no vectors (${describeFailure(error)}); passages are found by words alone, and it is asked again`,
        );
      })
      .finally(() => (this.#embedding = undefined));
  }
}
