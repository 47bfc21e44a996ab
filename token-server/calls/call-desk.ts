import { type RoomServiceClient } from 'livekit-server-sdk';

import { ApiError } from '../api-error.ts';
import type { Client } from '../authentication/client.ts';
import { type PlannedCall, closeRoom } from '../call-room.ts';
import type { Audit } from '../operations/audit.ts';
import { type CallRecord, createCallRecord, markEnded } from './call-record.ts';
import type { CallRecords } from './call-records.ts';
import type { CallWatch } from './call-watch.ts';

/** A caller who is refused because of others may find a free place after this long. */
const RETRY_AFTER_S = 10;

/** What the desk works with. */
export interface CallDeskParts {
  records: CallRecords;
  watch: CallWatch;
  rooms: Pick<RoomServiceClient, 'deleteRoom'>;
  audit: Audit;
  /** Calls that one client may have at the same time, those among them whose caller has not come yet. */
  maxCallsPerKey: number;
}

/** Where calls begin and are ended: it holds clients to their quota, and keeps a record and an audit line of each. */
export class CallDesk {
  readonly #parts: CallDeskParts;
  /** Calls that are being set up, by client: counted first, so that many at once do not slip past the quota. */
  readonly #opening = new Map<string, number>();

  constructor(parts: CallDeskParts) {
    this.#parts = parts;
  }

  /**
   * Grants a call and sets it up with `open`. A caller who comes back into a call that is open counts once.
   * @throws ApiError 429 when the client has as many calls as it may; what `open` throws
   */
  async grant(client: Client, call: PlannedCall, open: () => Promise<void>): Promise<CallRecord> {
    const { records, audit } = this.#parts;
    const before = records.findByRoom(call.room);
    const isReturn = before !== undefined && before.state !== 'ended';
    this.#count(client.name, 1);
    try {
      if (!isReturn) await this.#checkQuota(client.name);
      await open();
    } finally {
      this.#count(client.name, -1);
    }
    const record = isReturn ? before : createCallRecord(call.room, client.name, call.agentName);
    if (!isReturn) records.put(record);
    audit('call granted', { client: client.name, kind: client.kind, room: call.room, agent: call.agentName });
    return record;
  }

  /** @throws ApiError 404 */
  get(id: string): CallRecord {
    const record = this.#parts.records.get(id);
    if (!record) throw new ApiError(404, 'There is no such call: GET /calls lists those there are.');
    return record;
  }

  /** Ends a call for everybody in it. @throws ApiError 404, and 503 when livekit-server does not do it */
  async end(client: Client, id: string): Promise<void> {
    const { records, rooms, audit } = this.#parts;
    const record = this.get(id);
    if (record.state === 'ended') return;
    await closeRoom(rooms, record.room);
    records.put(markEnded(records.get(id) ?? record, 'deleted', new Date()));
    audit('call ended', { client: client.name, kind: client.kind, room: record.room });
  }

  async #checkQuota(client: string): Promise<void> {
    const { watch, maxCallsPerKey } = this.#parts;
    if (this.#countOpen(client) <= maxCallsPerKey) return;
    await watch.refresh(); // Some may be over without a word.
    if (this.#countOpen(client) <= maxCallsPerKey) return;
    throw new ApiError(
      429,
      `This key has ${maxCallsPerKey} calls at the same time already, as many as it may: end one, or wait.`,
      { headers: { 'Retry-After': String(RETRY_AFTER_S) }, reason: 'quota' },
    );
  }

  #countOpen(client: string): number {
    const open = this.#parts.records.listOpen().filter((record) => record.client === client);
    return open.length + (this.#opening.get(client) ?? 0);
  }

  #count(client: string, change: 1 | -1): void {
    const count = (this.#opening.get(client) ?? 0) + change;
    if (count > 0) this.#opening.set(client, count);
    else this.#opening.delete(client);
  }
}
