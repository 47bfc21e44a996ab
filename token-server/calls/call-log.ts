import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { appendFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { type CallRecord, callRecord } from './call-record.ts';

/** Lines that the file may hold for every record that is kept, before it is written anew. */
const LINES_PER_RECORD = 4;

/**
 * Call records on disk, as JSON Lines: each change appends the whole record, and a later line replaces an earlier one of
 * the same call. Trouble with the disk is reported once and never reaches a caller.
 */
export class CallLog {
  readonly #file: string;
  readonly #maxRecords: number;
  readonly #warn: (problem: string) => void;
  #writing = Promise.resolve();
  #lines = 0;
  #hasWarned = false;

  constructor(file: string, maxRecords: number, warn: (problem: string) => void = console.error) {
    this.#file = file;
    this.#maxRecords = maxRecords;
    this.#warn = warn;
  }

  /** The newest records, oldest first. What is no record, such as a line that was cut off, is left out. */
  read(): CallRecord[] {
    const records = new Map<string, CallRecord>();
    const lines = this.#readText().split('\n');
    this.#lines = lines.length;
    for (const record of lines.flatMap(parseLine)) {
      records.delete(record.id); // The last change decides its place.
      records.set(record.id, record);
    }
    return [...records.values()]
      .sort((one, other) => one.requested_at.localeCompare(other.requested_at))
      .slice(-this.#maxRecords);
  }

  /** @param listAll - the records that are kept, for when the file is written anew */
  append(record: CallRecord, listAll: () => Iterable<CallRecord>): void {
    this.#lines += 1;
    const isLong = this.#lines > LINES_PER_RECORD * this.#maxRecords;
    const text = isLong ? [...listAll()].map(printLine).join('') : printLine(record);
    if (isLong) this.#lines = text.split('\n').length;
    this.#writing = this.#writing.then(() =>
      this.#attempt(() => (isLong ? this.#replace(text) : appendFile(this.#file, text))),
    );
  }

  /** Resolves when everything appended so far is on disk, or was given up. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  #readText(): string {
    try {
      mkdirSync(dirname(this.#file), { recursive: true });
      const text = readIfThere(this.#file);
      if (text && !text.endsWith('\n')) appendFileSync(this.#file, '\n'); // Cut off by a crash.
      return text;
    } catch (error) {
      this.#report(error);
      return '';
    }
  }

  async #replace(text: string): Promise<void> {
    const draft = `${this.#file}.new`;
    await writeFile(draft, text);
    await rename(draft, this.#file);
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#report(error);
    }
  }

  #report(error: unknown): void {
    if (!this.#hasWarned)
      this.#warn(`Call records are not kept in ${this.#file} (CALL_LOG_DIR): ${String(error)}`);
    this.#hasWarned = true;
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function parseLine(line: string): CallRecord[] {
  try {
    return [callRecord.parse(JSON.parse(line))];
  } catch {
    return [];
  }
}

function printLine(record: CallRecord): string {
  return `${JSON.stringify(record)}\n`;
}
