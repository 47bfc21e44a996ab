import { Room, WebhookEvent } from 'livekit-server-sdk';
import { describe, expect, it } from 'vitest';

import { type CallRecord, createCallRecord, markEnded, markStarted } from './call-record.ts';
import { CallRecords } from './call-records.ts';
import { CallWatch } from './call-watch.ts';

const START_MS = Date.UTC(2026, 10, 21);

/** A watch over one call that was asked for at second 0, in a livekit-server that has these rooms. */
function createWatch(change: (record: CallRecord) => CallRecord = (record) => record, rooms: Room[] = []) {
  const records = new CallRecords();
  const record = createCallRecord('call-1', 'shop', 'parley');
  records.put(change({ ...record, requested_at: new Date(START_MS).toISOString() }));
  const deleted: string[] = [];
  const watch = new CallWatch(records, {
    listRooms: () => Promise.resolve(rooms),
    deleteRoom: (room) => Promise.resolve(void deleted.push(room)),
  });
  const report = (event: string, second: number, kind?: 'STANDARD' | 'AGENT', room = 'call-1') =>
    watch.handle(
      WebhookEvent.fromJson({
        event,
        id: `EV_${event}_${second}`,
        createdAt: String(START_MS / 1000 + second),
        room: { name: room },
        ...(kind && { participant: { kind } }),
      }),
    );
  return { watch, report, deleted, get: () => records.findByRoom('call-1') as CallRecord };
}

const at = (second: number) => new Date(START_MS + second * 1000);

describe('CallWatch', () => {
  it('follows a call from its beginning to its end', async () => {
    const { report, get } = createWatch();
    await report('room_started', 0);
    await report('participant_joined', 1, 'AGENT');
    expect(get()).toMatchObject({ state: 'waiting', agent_joined_at: at(1).toISOString() });
    await report('participant_joined', 2, 'STANDARD');
    expect(get()).toMatchObject({ state: 'live', started_at: at(2).toISOString() });
    await report('room_finished', 62);
    expect(get()).toMatchObject({ state: 'ended', end_reason: 'left', duration_ms: 60_000, problem: null });
  });

  it('says when nobody came, and when no agent did', async () => {
    const empty = createWatch();
    await empty.report('room_finished', 30);
    expect(empty.get()).toMatchObject({ state: 'ended', end_reason: 'never_joined', problem: null });
    const alone = createWatch();
    await alone.report('participant_joined', 1, 'STANDARD');
    await alone.report('room_finished', 9);
    expect(alone.get()).toMatchObject({ end_reason: 'left', problem: 'agent_missing' });
  });

  it('notes a connection that came to nothing', async () => {
    const { report, get } = createWatch();
    await report('participant_connection_aborted', 3, 'STANDARD');
    expect(get().problem).toBe('connection_aborted');
  });

  it('opens a call again whose caller came after its room was closed', async () => {
    const { report, get } = createWatch((record) => markEnded(record, 'left', at(30)));
    await report('participant_joined', 45, 'STANDARD');
    expect(get()).toMatchObject({ state: 'live', started_at: at(45).toISOString(), ended_at: null });
  });

  it('passes over reports that are late, and of rooms that are not ours', async () => {
    const over = createWatch((record) => markEnded(markStarted(record, at(1)), 'left', at(30)));
    await over.report('participant_joined', 1, 'STANDARD');
    expect(over.get().state).toBe('ended');
    const going = createWatch((record) => markStarted(record, at(60)));
    await going.report('room_finished', 30);
    await going.report('room_finished', 90, undefined, 'call-2');
    expect(going.get().state).toBe('live');
  });

  it('keeps closed what an operator has ended, though its token still opens the room', async () => {
    const { report, get, deleted } = createWatch((record) => markEnded(record, 'deleted', at(30)));
    await report('participant_joined', 46, 'STANDARD');
    expect(deleted).toEqual(['call-1']);
    expect(get()).toMatchObject({ state: 'ended', end_reason: 'deleted' });
  });

  it('finds out by asking what it was not told', async () => {
    const began = createWatch(undefined, [new Room({ name: 'call-1', numParticipants: 1 })]);
    await began.watch.refresh();
    expect(began.get().state).toBe('live');
    const ended = createWatch((record) => markStarted(record, at(1)));
    await ended.watch.refresh();
    expect(ended.get()).toMatchObject({ state: 'ended', end_reason: 'lost' });
    const unused = createWatch();
    await unused.watch.refresh();
    expect(unused.get()).toMatchObject({ state: 'ended', end_reason: 'never_joined' });
  });
});
