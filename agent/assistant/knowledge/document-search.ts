import { Worker } from 'node:worker_threads';
import type { EmbeddingServer } from '../../../documents/embeddings.ts';
import type { Passage } from '../../../documents/passages.ts';
import type { SearchQuery } from './search-message.ts';
import type { ThreadData, ThreadNews, ThreadQuery } from './search-thread.ts';

/** A thread that needs more than this for a file is ended, and the file is left out. */
const MAX_HEAP_MB = 512;
const MAX_FILE_MS = 60_000;

const RESTART_MS = 1_000;

/** How the search tells the operator what it reads, and what it can't. */
export interface SearchLog {
  info: (line: string) => void;
  warn: (problem: string) => void;
}

/**
 * Searches the documents of assistants, in a thread that reads them at start and when they are edited. One for a worker
 * and all its calls. A document that the thread does not survive is left out from then on.
 */
export class DocumentSearch {
  readonly #embeddings: EmbeddingServer | undefined;
  readonly #log: SearchLog;
  readonly #maxFileMs: number;
  /** With the place where each is named, as far as that is known. */
  readonly #folders = new Map<string, string | undefined>();
  readonly #refused = new Map<string, string>();
  readonly #waiting = new Map<number, (passages: Passage[] | undefined) => void>();
  #thread: Worker | undefined;
  #reading: string | undefined;
  #watchdog: NodeJS.Timeout | undefined;
  #restart: NodeJS.Timeout | undefined;
  #lastId = 0;

  constructor(embeddings: EmbeddingServer | undefined, log: SearchLog, maxFileMs = MAX_FILE_MS) {
    this.#maxFileMs = maxFileMs;
    this.#embeddings = embeddings;
    this.#log = log;
  }

  /**
   * Reads a folder, so that the first search in it finds something.
   *
   * @param place - where it is named, `file:line:column`, for what is told of it.
   */
  open(folder: string, place?: string): void {
    if (this.#folders.has(folder)) return;
    this.#folders.set(folder, place);
    this.#post({ open: folder, place });
  }

  /** The passages that fit best, best first. Resolves with undefined where the thread does not survive; never rejects. */
  search(query: SearchQuery): Promise<Passage[] | undefined> {
    const id = ++this.#lastId;
    if (!this.#folders.has(query.folder)) this.#folders.set(query.folder, undefined);
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#post({ id, ...query });
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.#restart);
    clearTimeout(this.#watchdog);
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.terminate();
    this.#giveUp();
  }

  #post(query: ThreadQuery): void {
    this.#thread ??= this.#start();
    this.#thread.postMessage(query);
  }

  #start(): Worker {
    const workerData: ThreadData = { embeddings: this.#embeddings, refused: this.#refused };
    const thread = new Worker(new URL('./search-thread-start.mjs', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    thread.unref(); // A process whose calls have ended may end.
    thread.on('message', (news: ThreadNews) => this.#take(news));
    thread.on('error', (error: Error & { code?: string }) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#refuse(
        isMemory ? `needs more than ${MAX_HEAP_MB} MB to be read` : `cannot be read: ${error.message}`,
      );
    });
    thread.on('exit', () => {
      if (this.#thread === thread) this.#startAgain();
    });
    for (const [open, place] of this.#folders) thread.postMessage({ open, place } satisfies ThreadQuery);
    return thread;
  }

  #take(news: ThreadNews): void {
    if ('id' in news) {
      this.#waiting.get(news.id)?.(news.passages);
      this.#waiting.delete(news.id);
    } else if ('line' in news) {
      if (news.isProblem) this.#log.warn(news.line);
      else this.#log.info(news.line);
    } else this.#watch(news.reading);
  }

  /** One file may not take for ever. */
  #watch(reading: string | undefined): void {
    this.#reading = reading;
    clearTimeout(this.#watchdog);
    if (reading === undefined) return;
    this.#watchdog = setTimeout(() => {
      this.#refuse(`takes more than ${this.#maxFileMs / 1000} s to be read`);
      void this.#thread?.terminate();
    }, this.#maxFileMs);
    this.#watchdog.unref();
  }

  #refuse(problem: string): void {
    if (this.#reading === undefined) this.#log.warn(`the search of documents stopped: ${problem}`);
    else this.#refused.set(this.#reading, `${problem}; split it, or take it away`);
  }

  #startAgain(): void {
    this.#thread = undefined;
    this.#watch(undefined);
    this.#giveUp();
    this.#restart = setTimeout(() => (this.#thread ??= this.#start()), RESTART_MS);
    this.#restart.unref();
  }

  /** Whoever waits goes on without passages. */
  #giveUp(): void {
    for (const resolve of this.#waiting.values()) resolve(undefined);
    this.#waiting.clear();
  }
}
