import type { CallLog } from './call-log.ts';
import type { CallRecord, CallState } from './call-record.ts';

/** Kept in memory and on disk, about 5 MB; the oldest go first. */
export const MAX_CALL_RECORDS = 10_000;

/** Which part of the records to list, newest first. */
export interface CallQuery {
  state?: CallState | undefined;
  limit: number;
  /** Where the part before this one ended. */
  after?: string | undefined;
}

/** The calls that this server has granted, the last {@link MAX_CALL_RECORDS} of them. */
export class CallRecords {
  readonly #log: CallLog | undefined;
  readonly #maxRecords: number;
  readonly #records = new Map<string, CallRecord>();
  /** The id of the newest call in each room: clients that may name rooms use them again. */
  readonly #idsByRoom = new Map<string, string>();

  /** Takes over what an earlier process has left in the log. */
  constructor(log?: CallLog, maxRecords = MAX_CALL_RECORDS) {
    this.#log = log;
    this.#maxRecords = maxRecords;
    for (const record of log?.read() ?? []) this.#keep(record);
  }

  get(id: string): CallRecord | undefined {
    return this.#records.get(id);
  }

  /** The newest call in a room. */
  findByRoom(room: string): CallRecord | undefined {
    return this.#records.get(this.#idsByRoom.get(room) ?? '');
  }

  /** Adds a record, or replaces that of the same call. */
  put(record: CallRecord): void {
    this.#keep(record);
    this.#log?.append(record, () => this.#records.values());
  }

  /** Calls that are waiting or live. */
  listOpen(): CallRecord[] {
    return [...this.#records.values()].filter(({ state }) => state !== 'ended');
  }

  /** A part of the records, newest first, and where the next part begins; undefined when there is none. */
  list({ state, limit, after }: CallQuery): { calls: CallRecord[]; next: string | undefined } {
    const calls: CallRecord[] = [];
    for (const record of [...this.#records.values()].sort(compareNewestFirst)) {
      if (state && record.state !== state) continue;
      if (after !== undefined && describePlace(record) >= after) continue;
      if (calls.length === limit) return { calls, next: describePlace(calls.at(-1) as CallRecord) };
      calls.push(record);
    }
    return { calls, next: undefined };
  }

  #keep(record: CallRecord): void {
    this.#records.set(record.id, record);
    this.#idsByRoom.set(record.room, record.id);
    for (const { id, room } of this.#records.values()) {
      if (this.#records.size <= this.#maxRecords) break;
      this.#records.delete(id);
      if (this.#idsByRoom.get(room) === id) this.#idsByRoom.delete(room);
    }
  }
}

/** Unique, and in the order of the calls: calls that come meanwhile shift nothing. */
function describePlace({ requested_at: requestedAt, id }: CallRecord): string {
  return `${requestedAt} ${id}`;
}

function compareNewestFirst(one: CallRecord, other: CallRecord): number {
  return describePlace(one) < describePlace(other) ? 1 : -1;
}
