import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  documentExtensions,
  isDocument,
  readDocument,
  type Admit,
  type FileState,
  type ReadDocument,
} from './document-file.ts';

export type { Admit };
import { describeFailure } from './document-problem.ts';
import type { Passage } from './passages.ts';

/** Beyond these it is no folder of documents to answer a caller from; they bound memory and the time of a search. */
const MAX_FILES = 2000;
const MAX_PASSAGES = 5000;

/** So many files of other kinds are told by name. */
const NAMED_FILES = 5;

/** Told of what is wrong, one line each, with the file. */
export type Report = (problem: string) => void;

/** A file as it was read, and what it was like then. */
interface KnownFile {
  state: FileState;
  document: ReadDocument;
}

/** The documents in one folder and those in it, as far as they can be read. */
export class DocumentFolder {
  readonly path: string;
  readonly #report: Report;
  readonly #admit: Admit;
  #known = new Map<string, KnownFile>();
  #told = new Set<string>();
  #passages: Passage[] = [];

  constructor(path: string, report: Report, admit: Admit = () => undefined) {
    this.path = path;
    this.#report = report;
    this.#admit = admit;
  }

  /** Of all documents, in the order of their file names. */
  get passages(): readonly Passage[] {
    return this.#passages;
  }

  /**
   * Reads what was added or edited since the last time, and forgets what is gone.
   *
   * @returns whether the passages are others now.
   * @throws Error if the folder cannot be read; what was read before stands.
   */
  async refresh(): Promise<boolean> {
    const { files, others } = await listFiles(this.path);
    const known = new Map<string, KnownFile>();
    let changed = false;
    for (const state of files.slice(0, MAX_FILES)) {
      const before = this.#known.get(state.file);
      if (before?.document.isSettled && isSame(before.state, state)) known.set(state.file, before);
      else {
        known.set(state.file, { state, document: await readDocument(this.path, state, this.#admit) });
        changed = true;
      }
    }
    changed ||= known.size !== this.#known.size;
    this.#known = known;
    const documents = [...known.values()].map(({ document }) => document);
    const passages = documents.flatMap((document) => document.passages);
    if (changed) this.#passages = passages.slice(0, MAX_PASSAGES);
    this.#tell([
      ...documents.flatMap(({ problems }) => problems),
      ...this.#listLimits(files.length, passages),
      ...this.#listOthers(others),
    ]);
    return changed;
  }

  /** Each problem once, until it is gone. */
  #tell(problems: readonly string[]): void {
    const now = new Set(problems);
    for (const problem of now) if (!this.#told.has(problem)) this.#report(problem);
    this.#told = now;
  }

  #listLimits(fileCount: number, passages: readonly Passage[]): string[] {
    const limits: string[] = [];
    if (fileCount > MAX_FILES)
      limits.push(
        `${this.path} holds ${fileCount} documents: only the first ${MAX_FILES} by name are searched`,
      );
    const firstLeftOut = passages[MAX_PASSAGES];
    if (firstLeftOut)
      limits.push(
        `${this.path} holds ${passages.length} passages: only the first ${MAX_PASSAGES} are searched, up to ${firstLeftOut.file}`,
      );
    return limits;
  }

  #listOthers(others: readonly string[]): string[] {
    if (others.length === 0) return [];
    const named = others.slice(0, NAMED_FILES).join(', ');
    const rest = others.length > NAMED_FILES ? ` and ${others.length - NAMED_FILES} more` : '';
    return [`${this.path}: not searched, for want of ${documentExtensions.join(', ')}: ${named}${rest}`];
  }
}

function isSame(before: FileState, now: FileState): boolean {
  return before.bytes === now.bytes && before.modifiedMs === now.modifiedMs;
}

/** Hidden files, and those in hidden folders, are nobody's documents. */
async function listFiles(folder: string): Promise<{ files: FileState[]; others: string[] }> {
  const names = (await readdir(folder, { recursive: true }))
    .filter((name) => !/(^|[\\/])\./.test(name))
    .sort();
  const files: FileState[] = [];
  const others: string[] = [];
  for (const file of names) {
    // A link that leads nowhere is told of when it is read.
    const status = await stat(join(folder, file)).catch(() => undefined);
    if (status && !status.isFile()) continue;
    if (!isDocument(file)) others.push(file);
    else files.push({ file, bytes: status?.size ?? 0, modifiedMs: status?.mtimeMs ?? 0 });
  }
  return { files, others };
}

/** Why a folder cannot be read, and what to do, in one line. */
export function describeFolderProblem(folder: string, error: unknown): string {
  return `${folder} cannot be read: ${describeFailure(error)}. Create that folder, or name another one.`;
}
