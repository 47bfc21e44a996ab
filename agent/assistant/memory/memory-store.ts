import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import type { Fact } from '../context/call-notes.ts';
import { MEMORY_FILE } from './retention.ts';

const DAY_MS = 24 * 3600_000;

/** Another process writes for a moment only; a call would stand still for longer waits. */
const BUSY_TIMEOUT_MS = 200;

const SCHEMA = `CREATE TABLE IF NOT EXISTS memory (
  caller TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
  updated_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
  PRIMARY KEY (caller, key)
) STRICT, WITHOUT ROWID`;

/** Somebody who is remembered, without what is remembered. */
export interface RememberedCaller {
  id: string;
  facts: number;
  updatedAtMs: number;
  /** When the last of it will be forgotten. */
  expiresAtMs: number;
}

/**
 * What is remembered of callers across calls: facts, each with the day on which it is forgotten. One SQLite file, which
 * several processes may use at a time; what is deleted is overwritten.
 */
export class MemoryStore {
  readonly #database: Database.Database;
  readonly #now: () => number;

  /** @throws Error when the folder can't be written, or the file is no database. */
  constructor(directory: string, now: () => number = Date.now) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const file = join(directory, MEMORY_FILE);
    this.#now = now;
    this.#database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    chmodSync(file, 0o600);
    this.#database.pragma('journal_mode = WAL');
    this.#database.pragma('synchronous = NORMAL'); // A call does not wait for the disk.
    this.#database.pragma('secure_delete = ON');
    this.#database.exec(SCHEMA);
  }

  /** True where anything was ever remembered. */
  static exists(directory: string): boolean {
    return existsSync(join(directory, MEMORY_FILE));
  }

  /** What is known of a caller, the oldest first. @param days - how long facts count at most. */
  recall(caller: string, days = Infinity): Fact[] {
    const select =
      'SELECT key, value FROM memory WHERE caller = ? AND updated_at > ? AND expires_at > ? ORDER BY updated_at';
    const since = Number.isFinite(days) ? this.#now() - days * DAY_MS : 0;
    return this.#database.prepare(select).all(caller, since, this.#now()) as Fact[];
  }

  /** Remembers facts for so many days from now, in place of what was known under their keys; empty ones are forgotten. */
  keep(caller: string, facts: readonly Fact[], days: number): void {
    const nowMs = this.#now();
    const put = this.#database.prepare('INSERT OR REPLACE INTO memory VALUES (?, ?, ?, ?, ?)');
    const remove = this.#database.prepare('DELETE FROM memory WHERE caller = ? AND key = ?');
    this.#database.transaction(() => {
      for (const { key, value } of facts)
        if (value) put.run(caller, key, value, nowMs, nowMs + days * DAY_MS);
        else remove.run(caller, key);
    })();
  }

  /** Forgets a caller at once and for good. @returns whether anything was known. */
  erase(caller: string): boolean {
    const { changes } = this.#database.prepare('DELETE FROM memory WHERE caller = ?').run(caller);
    this.#scrub();
    return changes > 0;
  }

  /** Forgets what is past its day. @returns how many facts. */
  purge(): number {
    const { changes } = this.#database.prepare('DELETE FROM memory WHERE expires_at <= ?').run(this.#now());
    if (changes > 0) this.#scrub();
    return changes;
  }

  /** Who is remembered, the most recent first. */
  list(): RememberedCaller[] {
    const select =
      'SELECT caller AS id, count(*) AS facts, max(updated_at) AS updatedAtMs, max(expires_at) AS expiresAtMs FROM memory GROUP BY caller ORDER BY updatedAtMs DESC';
    return this.#database.prepare(select).all() as RememberedCaller[];
  }

  close(): void {
    this.#database.close();
  }

  /** The journal holds what was deleted, too. */
  #scrub(): void {
    this.#database.pragma('wal_checkpoint(TRUNCATE)');
  }
}
