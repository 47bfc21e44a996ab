import { describeFolderProblem, DocumentFolder, type Report } from './document-folder.ts';
import type { Passage } from './passages.ts';
import { TextIndex, type Match } from './text-index.ts';

/** The documents in one folder, searchable. */
export class Knowledge {
  readonly #folder: DocumentFolder;
  readonly #report: Report;
  #index!: TextIndex<Passage>;
  #loading: Promise<void> = Promise.resolve();

  private constructor(folder: string, report: Report) {
    this.#folder = new DocumentFolder(folder, report);
    this.#report = report;
  }

  /**
   * @param report - told of documents that are not searched, and why.
   * @throws Error if the folder cannot be read.
   */
  static async open(folder: string, report: Report = () => undefined): Promise<Knowledge> {
    const knowledge = new Knowledge(folder, report);
    await knowledge.#reload();
    return knowledge;
  }

  /** Titles of the documents, in the order of their file names. */
  get titles(): readonly string[] {
    return [...new Set(this.#folder.passages.map(({ document }) => document))];
  }

  /** The passage that fits a question best, if any holds one of its words; of the documents as they are now. */
  async find(question: string): Promise<Match<Passage> | undefined> {
    await this.refresh();
    return this.#index.find(question);
  }

  /** Reads what is new in the folder. One that went away leaves the last state standing. */
  async refresh(): Promise<void> {
    this.#loading = this.#loading
      .then(() => this.#reload())
      .catch((error: unknown) => this.#report(describeFolderProblem(this.#folder.path, error)));
    await this.#loading;
  }

  async #reload(): Promise<void> {
    if (!(await this.#folder.refresh()) && this.#index) return;
    this.#index = await TextIndex.create(this.#folder.passages);
  }
}
