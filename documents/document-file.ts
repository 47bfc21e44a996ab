import { readFile, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { describeFailure, DocumentProblem } from './document-problem.ts';
import { readHtml } from './html-text.ts';
import { listPassages, readMarkdown, type DocumentText, type Passage } from './passages.ts';
import { readPdf } from './pdf-text.ts';
import { decodeText, readPlainText } from './plain-text.ts';

const MEGABYTE = 1024 * 1024;

/** How a kind of document is read. What is larger is none to answer a caller from. */
interface Kind {
  maxBytes: number;
  read: (bytes: Uint8Array, warn: (problem: string) => void) => DocumentText | Promise<DocumentText>;
}

const markdown: Kind = { maxBytes: MEGABYTE, read: (bytes) => readMarkdown(decodeText(bytes)) };
const text: Kind = { maxBytes: MEGABYTE, read: (bytes) => readPlainText(decodeText(bytes)) };
const html: Kind = { maxBytes: 2 * MEGABYTE, read: (bytes) => readHtml(decodeText(bytes)) };
const pdf: Kind = { maxBytes: 20 * MEGABYTE, read: readPdf };
const kinds: Readonly<Record<string, Kind>> = {
  '.md': markdown,
  '.txt': text,
  '.html': html,
  '.htm': html,
  '.pdf': pdf,
};

/** File names end in one of these, in any case. */
export const documentExtensions: readonly string[] = Object.keys(kinds);

/** A file as it was when it was looked at; what does not change in it has not been edited. */
export interface FileState {
  /** Path in its folder. */
  file: string;
  bytes: number;
  modifiedMs: number;
}

/** What a file holds. */
export interface ReadDocument {
  passages: Passage[];
  /** What of it is not searched, and why. */
  problems: string[];
  /** False when it was changed meanwhile: it has to be read again. */
  isSettled: boolean;
}

/** Asked before each file is read. @returns why it is not to be. */
export type Admit = (path: string, state: FileState) => string | undefined;

export function isDocument(file: string): boolean {
  return extname(file).toLowerCase() in kinds;
}

/** Reads a document. Whatever is wrong with it is told, and never thrown. */
export async function readDocument(folder: string, state: FileState, admit: Admit): Promise<ReadDocument> {
  const { file } = state;
  const problems: string[] = [];
  const tell = (problem: string) => problems.push(`${join(folder, file)} ${problem}`);
  try {
    const refusal = admit(join(folder, file), state);
    if (refusal) throw new DocumentProblem(refusal);
    const document = await readText(folder, state, tell);
    const isSettled = await isUnchanged(folder, state);
    if (!isSettled) tell('was changed while it was read; it is read again');
    return { passages: listPassages(document, file, basename(file, extname(file))), problems, isSettled };
  } catch (error) {
    const isSettled = await isUnchanged(folder, state).catch(() => true);
    const known =
      error instanceof DocumentProblem ? error.message : `cannot be read: ${describeFailure(error)}`;
    tell(isSettled ? `${known}. It is not searched.` : 'was changed while it was read; it is read again');
    return { passages: [], problems, isSettled };
  }
}

async function readText(folder: string, { file, bytes }: FileState, warn: (problem: string) => void) {
  const kind = kinds[extname(file).toLowerCase()];
  if (!kind) throw new DocumentProblem(`is of no kind that can be read (${documentExtensions.join(', ')})`);
  if (bytes > kind.maxBytes) {
    const [size, limit] = [bytes, kind.maxBytes].map((each) => `${Math.ceil(each / MEGABYTE)} MB`);
    throw new DocumentProblem(`is too large: ${size}, at most ${limit}; split it, or take it away`);
  }
  return kind.read(new Uint8Array(await readFile(join(folder, file))), warn);
}

async function isUnchanged(folder: string, { file, bytes, modifiedMs }: FileState): Promise<boolean> {
  const now = await stat(join(folder, file));
  return now.size === bytes && now.mtimeMs === modifiedMs;
}
