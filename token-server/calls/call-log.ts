import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { type CallRecord, callRecord } from './call-record.ts';

/** Lines that the file may hold for every record that is kept, before it is written anew. */
const LINES_PER_RECORD = 4;

/**
 * Call records on disk, as JSON Lines: each change appends the whole record, and a later line replaces an earlier one of
 * the same call. Written at once, since a few hundred bytes take microseconds and a call has five changes. Trouble with
 * the disk is reported once and never reaches a caller.
 */
export class CallLog {
  readonly #file: string;
  readonly #maxRecords: number;
  readonly #warn: (problem: string) => void;
  #lines = 0;
  #hasWarned = false;

  constructor(file: string, maxRecords: number, warn: (problem: string) => void = console.error) {
    this.#file = file;
    this.#maxRecords = maxRecords;
    this.#warn = warn;
  }

  /** The newest records, oldest first. What is no record, such as a line that was cut off, is left out. */
  read(): CallRecord[] {
    let text = '';
    this.#attempt(() => {
      mkdirSync(dirname(this.#file), { recursive: true });
      text = readIfThere(this.#file);
      if (text && !text.endsWith('\n')) appendFileSync(this.#file, '\n'); // Cut off by a crash.
    });
    const lines = text.split('\n');
    this.#lines = lines.length;
    const records = new Map(lines.flatMap(parseLine).map((record) => [record.id, record]));
    return [...records.values()]
      .sort((one, other) => one.requested_at.localeCompare(other.requested_at))
      .slice(-this.#maxRecords);
  }

  /** @param listAll - the records that are kept, for when the file is written anew */
  append(record: CallRecord, listAll: () => Iterable<CallRecord>): void {
    this.#lines += 1;
    if (this.#lines <= LINES_PER_RECORD * this.#maxRecords) {
      this.#attempt(() => appendFileSync(this.#file, printLine(record)));
      return;
    }
    const lines = [...listAll()].map(printLine);
    this.#lines = lines.length;
    this.#attempt(() => {
      const draft = `${this.#file}.new`;
      writeFileSync(draft, lines.join(''));
      renameSync(draft, this.#file);
    });
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!this.#hasWarned)
        this.#warn(`Call records are not kept in ${this.#file} (CALL_LOG_DIR): ${String(error)}`);
      this.#hasWarned = true;
    }
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
