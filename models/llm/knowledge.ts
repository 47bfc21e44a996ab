import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';

import { listPassages, type Passage } from './passages.ts';
import { TextIndex, type Match } from './text-index.ts';

const extensions = ['.md', '.txt'];

/** Larger files are no documents to answer a caller from. */
const MAX_FILE_BYTES = 1024 * 1024;

/** The documents in one folder, searchable. Edited, added and removed files count from the next question on. */
export class Knowledge {
  readonly #folder: string;
  #version = '';
  #index!: TextIndex<Passage>;
  #titles: string[] = [];
  #loading: Promise<void> = Promise.resolve();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws Error if the folder cannot be read */
  static async open(folder: string): Promise<Knowledge> {
    const knowledge = new Knowledge(folder);
    await knowledge.#reload();
    return knowledge;
  }

  /** Titles of the documents, in the order of their file names. */
  get titles(): readonly string[] {
    return this.#titles;
  }

  /** The passage that fits a question best, if any holds one of its words. */
  async find(question: string): Promise<Match<Passage> | undefined> {
    await this.refresh();
    return this.#index.find(question);
  }

  /** Reads the folder again if something in it changed. A folder that went away leaves the last state standing. */
  async refresh(): Promise<void> {
    this.#loading = this.#loading
      .then(() => this.#reload())
      .catch((error: unknown) => {
        console.warn(`${this.#folder} cannot be read, answering from what was read before:`, String(error));
      });
    await this.#loading;
  }

  async #reload(): Promise<void> {
    const files = await listFiles(this.#folder);
    const version = JSON.stringify(files);
    if (version === this.#version) return;
    const documents = await Promise.all(files.map(({ path }) => readPassages(path)));
    const passages = documents.flat();
    this.#index = await TextIndex.create(passages);
    this.#titles = [...new Set(passages.map(({ document }) => document))];
    this.#version = version;
  }
}

async function listFiles(folder: string): Promise<{ path: string; size: number; mtimeMs: number }[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) =>
    extensions.includes(extname(name)),
  );
  const files = await Promise.all(
    names.sort().map(async (name) => {
      const path = join(folder, name);
      const status = await stat(path);
      return { path, size: status.size, mtimeMs: status.mtimeMs, isFile: status.isFile() };
    }),
  );
  return files.filter(({ isFile, size }) => isFile && size <= MAX_FILE_BYTES);
}

async function readPassages(path: string): Promise<Passage[]> {
  return listPassages(await readFile(path, 'utf8'), basename(path, extname(path)));
}
