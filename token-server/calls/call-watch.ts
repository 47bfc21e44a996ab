import type { Room, RoomServiceClient, WebhookEvent } from 'livekit-server-sdk';

import { closeRoom } from '../call-room.ts';
import { type CallRecord, markAgentJoined, markEnded, markStarted } from './call-record.ts';
import type { CallRecords } from './call-records.ts';

/** livekit-server is asked at most this often; in between its webhooks say what happens. */
const MIN_INTERVAL_MS = 5000;

/** A room that was made a moment ago may not be listed yet. */
const NEW_ROOM_MS = 10_000;

/** ParticipantInfo.Kind in LiveKit's protocol. Callers join by WebRTC, or by phone. */
const CALLER_KINDS: readonly number[] = [0, 3];
const AGENT_KIND: number = 4;

/** Keeps call records true: by what livekit-server reports, and by asking it, in case a report was lost. */
export class CallWatch {
  readonly #records: CallRecords;
  readonly #rooms: Pick<RoomServiceClient, 'listRooms' | 'deleteRoom'>;
  #askedAtMs = 0;
  #asking: Promise<void> = Promise.resolve();

  constructor(records: CallRecords, rooms: Pick<RoomServiceClient, 'listRooms' | 'deleteRoom'>) {
    this.#records = records;
    this.#rooms = rooms;
  }

  /** Takes in a report of livekit-server. Those of rooms that are none of our calls are passed over. */
  async handle(event: WebhookEvent): Promise<void> {
    const record = this.#records.findByRoom(event.room?.name ?? '');
    if (!record) return;
    if (record.end_reason === 'deleted') {
      // The caller's token still opens the room; what an operator has ended stays ended.
      if (event.event === 'participant_joined') await closeRoom(this.#rooms, record.room);
      return;
    }
    const next = applyEvent(record, event);
    if (next !== record) this.#records.put(next);
  }

  /** Asks livekit-server which of the open calls there are; when it does not answer, the records stay as they are. */
  async refresh(): Promise<void> {
    if (Date.now() - this.#askedAtMs >= MIN_INTERVAL_MS) {
      this.#askedAtMs = Date.now();
      this.#asking = this.#compare().catch((error: unknown) => {
        console.error(`livekit-server did not list its rooms: ${String(error)}`);
      });
    }
    await this.#asking;
  }

  async #compare(): Promise<void> {
    const open = this.#records.listOpen();
    if (open.length === 0) return;
    const listed = await this.#rooms.listRooms(open.map(({ room }) => room));
    const rooms = new Map(listed.map((room) => [room.name, room]));
    for (const { id } of open) {
      const record = this.#records.get(id); // A webhook may have changed it meanwhile.
      if (!record || record.state === 'ended') continue;
      const next = compareWithRoom(record, rooms.get(record.room));
      if (next !== record) this.#records.put(next);
    }
  }
}

function compareWithRoom(record: CallRecord, room: Room | undefined): CallRecord {
  const now = new Date();
  if (room) return room.numParticipants > 0 && !record.started_at ? markStarted(record, now) : record;
  if (now.getTime() - Date.parse(record.requested_at) < NEW_ROOM_MS) return record;
  return markEnded(record, record.started_at ? 'lost' : 'never_joined', now);
}

/** The record after an event, or the same one if it says nothing new: events may come late, twice or out of order. */
function applyEvent(record: CallRecord, { event, participant, createdAt }: WebhookEvent): CallRecord {
  const at = new Date(Number(createdAt) * 1000);
  const isCaller = participant !== undefined && CALLER_KINDS.includes(participant.kind);
  if (event === 'participant_joined' && isCaller) {
    if (isBefore(at, record.ended_at)) return record;
    return record.state === 'live' ? record : markStarted(record, at);
  }
  if (event === 'participant_joined' && (participant?.kind as number | undefined) === AGENT_KIND) {
    return record.agent_joined_at ? record : markAgentJoined(record, at);
  }
  if (event === 'participant_connection_aborted' && isCaller && record.problem === null) {
    return { ...record, problem: 'connection_aborted' };
  }
  if (event === 'room_finished' && record.state !== 'ended') {
    return isBefore(at, record.started_at ?? record.requested_at) ? record : markEnded(record, 'left', at);
  }
  return record;
}

/** LiveKit's times are whole seconds, cut off. */
function isBefore(at: Date, time: string | null): boolean {
  return time !== null && at.getTime() < Math.floor(Date.parse(time) / 1000) * 1000;
}
