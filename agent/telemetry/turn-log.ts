import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallRecord } from './call-record.ts';
import type { TurnRecord } from './turn-record.ts';

/** A day's file takes no more than this, about 20,000 turns; what comes after is left out until midnight (UTC). */
const MAX_FILE_BYTES = 16 * 1024 * 1024;
const KEPT_DAYS = 14;
const DAY_MS = 24 * 3600 * 1000;
const FILE_NAME = /^(?:turns|calls)-(\d{4}-\d{2}-\d{2})\.jsonl$/;

/**
 * The turns of all calls as JSON Lines, one file a day: a record each, with the time and a random number for the call;
 * and in a file beside it the calls, with the same numbers.
 * Every call is a process of its own, so they share the day's file by appending whole lines, which needs no rotation
 * that they would have to agree on. Trouble with the disk is reported once and never reaches the call.
 */
export class TurnLog {
  readonly #directory: string;
  readonly #warn: (problem: string) => void;
  readonly #now: () => Date;
  readonly #call = randomUUID();
  #writing: Promise<void>;
  #hasWarned = false;

  constructor(directory: string, warn: (problem: string) => void, now: () => Date = () => new Date()) {
    this.#directory = directory;
    this.#warn = warn;
    this.#now = now;
    this.#writing = this.#attempt(() => this.#prepare());
  }

  append(record: TurnRecord): void {
    this.#append('turns', record);
  }

  appendCall(record: CallRecord): void {
    this.#append('calls', record);
  }

  /** Resolves when everything appended so far is on disk, or was given up. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  async #prepare(): Promise<void> {
    await mkdir(this.#directory, { recursive: true });
    const oldest = this.#now().getTime() - KEPT_DAYS * DAY_MS;
    for (const name of await readdir(this.#directory)) {
      const day = FILE_NAME.exec(name)?.[1];
      if (day && Date.parse(day) < oldest) await rm(join(this.#directory, name), { force: true });
    }
  }

  #append(kind: 'turns' | 'calls', record: TurnRecord | CallRecord): void {
    const at = this.#now();
    const line = `${JSON.stringify({ at: at.toISOString(), call: this.#call, ...record })}\n`;
    this.#writing = this.#writing.then(() => this.#attempt(() => this.#write(kind, at, line)));
  }

  async #write(kind: string, at: Date, line: string): Promise<void> {
    const path = join(this.#directory, `${kind}-${at.toISOString().slice(0, 10)}.jsonl`);
    const size = await stat(path).then(
      (file) => file.size,
      () => 0,
    );
    if (size + line.length > MAX_FILE_BYTES) throw new Error(`${path} is full (${MAX_FILE_BYTES} bytes)`);
    await appendFile(path, line);
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#hasWarned) this.#warn(`turns are not written to ${this.#directory}: ${String(error)}`);
      this.#hasWarned = true;
    }
  }
}
