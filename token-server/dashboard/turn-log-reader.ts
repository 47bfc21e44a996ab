import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';

import { type TurnRecord, parseTurnRecord } from './turn-record.ts';

const DAY_MS = 24 * 3600 * 1000;
const NEWLINE = '\n'.charCodeAt(0);

/** How far a file has been read, and what was in it. */
interface Tail {
  offset: number;
  /** A last line that was not complete yet. */
  rest: Buffer;
  turns: TurnRecord[];
}

/**
 * Reads what the worker's processes write about turns: a file of JSON Lines for each day (UTC), to which lines are only
 * ever added. Each call reads what has come since the one before.
 */
export class TurnLogReader {
  readonly #folder: string;
  #tails = new Map<string, Tail>();
  #reading: Promise<TurnRecord[]> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * The turns of today and yesterday; none while nothing has been written.
   * @throws what the file system does
   */
  async read(now = new Date()): Promise<TurnRecord[]> {
    // Two at once would read the same lines.
    this.#reading ??= this.#readDays(now).finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readDays(now: Date): Promise<TurnRecord[]> {
    const days = [new Date(now.getTime() - DAY_MS), now].map(
      (day) => `turns-${day.toISOString().slice(0, 10)}.jsonl`,
    );
    const tails = new Map<string, Tail>();
    for (const name of days) {
      const tail = this.#tails.get(name) ?? { offset: 0, rest: Buffer.alloc(0), turns: [] };
      tails.set(name, await readOn(join(this.#folder, name), tail));
    }
    this.#tails = tails; // Older days go.
    return [...tails.values()].flatMap(({ turns }) => turns);
  }
}

async function readOn(path: string, tail: Tail): Promise<Tail> {
  const file = await openIfThere(path);
  if (!file) return { offset: 0, rest: Buffer.alloc(0), turns: [] };
  try {
    const { size } = await file.stat();
    const { offset, rest, turns } =
      size < tail.offset ? { offset: 0, rest: Buffer.alloc(0), turns: [] } : tail; // It was replaced.
    const added = Buffer.alloc(size - offset);
    const { bytesRead } = await file.read(added, 0, added.length, offset);
    const bytes = Buffer.concat([rest, added.subarray(0, bytesRead)]);
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    const lines = bytes.subarray(0, end).toString().split('\n');
    const read = lines.map(parseTurnRecord).filter((turn) => turn !== undefined);
    return { offset: offset + bytesRead, rest: bytes.subarray(end), turns: [...turns, ...read] };
  } finally {
    await file.close();
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
