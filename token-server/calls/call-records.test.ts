import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { CallLog } from './call-log.ts';
import { type CallRecord, createCallRecord, markEnded, markStarted } from './call-record.ts';
import { CallRecords } from './call-records.ts';

const folder = mkdtempSync(join(tmpdir(), 'parley-calls-'));
afterAll(() => rmSync(folder, { recursive: true }));

const START_MS = Date.UTC(2026, 10, 21);

/** The `index`th call, a second after the one before. */
function createCall(index: number, client = 'shop'): CallRecord {
  const record = createCallRecord(`call-${index}`, client, 'parley');
  return { ...record, requested_at: new Date(START_MS + index * 1000).toISOString() };
}

function listRooms(records: CallRecords): string[] {
  return records.list({ limit: 100 }).calls.map(({ room }) => room);
}

describe('CallRecords', () => {
  it('lists in parts, newest first, and a call that comes meanwhile shifts nothing', () => {
    const records = new CallRecords();
    for (let index = 0; index < 5; index += 1) records.put(createCall(index));
    const first = records.list({ limit: 2 });
    expect(first.calls.map(({ room }) => room)).toEqual(['call-4', 'call-3']);
    records.put(createCall(9));
    const second = records.list({ limit: 2, after: first.next });
    expect(second.calls.map(({ room }) => room)).toEqual(['call-2', 'call-1']);
    const third = records.list({ limit: 2, after: second.next });
    expect(third.calls.map(({ room }) => room)).toEqual(['call-0']);
    expect(third.next).toBeUndefined();
  });

  it('lists those in one state', () => {
    const records = new CallRecords();
    records.put(createCall(0));
    records.put(markStarted(createCall(1), new Date(START_MS)));
    records.put(markEnded(createCall(2), 'left', new Date(START_MS)));
    const list = (state: CallRecord['state']) =>
      records.list({ state, limit: 9 }).calls.map(({ room }) => room);
    expect([list('waiting'), list('live'), list('ended')]).toEqual([['call-0'], ['call-1'], ['call-2']]);
    expect(records.listOpen()).toHaveLength(2);
  });

  it('keeps only so many, and forgets the rooms of the others', () => {
    const records = new CallRecords(undefined, 3);
    for (let index = 0; index < 10; index += 1) records.put(createCall(index));
    expect(listRooms(records)).toEqual(['call-9', 'call-8', 'call-7']);
    expect(records.findByRoom('call-0')).toBeUndefined();
    expect(records.findByRoom('call-9')?.room).toBe('call-9');
  });

  it('survives a restart, with the last state of each call and despite a line that was cut off', () => {
    const file = join(folder, 'new', 'calls.jsonl');
    const before = new CallRecords(new CallLog(file, 100));
    const call = createCall(1);
    before.put(call);
    before.put(createCall(2));
    before.put(markEnded(markStarted(call, new Date(START_MS + 2000)), 'left', new Date(START_MS + 5000)));
    appendFileSync(file, '{"id":"half a li');

    const after = new CallRecords(new CallLog(file, 100));
    expect(listRooms(after)).toEqual(['call-2', 'call-1']);
    expect(after.findByRoom('call-1')).toMatchObject({
      state: 'ended',
      end_reason: 'left',
      duration_ms: 3000,
    });

    after.put(createCall(3));
    const again = new CallRecords(new CallLog(file, 100));
    expect(listRooms(again)).toEqual(['call-3', 'call-2', 'call-1']);
  });

  it('writes its file anew before it grows beyond bounds', () => {
    const file = join(folder, 'bounded.jsonl');
    const records = new CallRecords(new CallLog(file, 10), 10);
    for (let index = 0; index < 500; index += 1) records.put(createCall(index));
    expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThan(50);
    const after = new CallRecords(new CallLog(file, 10), 10);
    expect(listRooms(after)).toEqual(listRooms(records));
  });

  it('goes on in memory when the disk refuses, and says so once', () => {
    writeFileSync(join(folder, 'file'), '');
    const warnings: string[] = [];
    const log = new CallLog(join(folder, 'file', 'calls.jsonl'), 10, (problem) => warnings.push(problem));
    const records = new CallRecords(log);
    records.put(createCall(1));
    records.put(createCall(2));
    expect(listRooms(records)).toEqual(['call-2', 'call-1']);
    expect(warnings).toEqual([expect.stringContaining('CALL_LOG_DIR')]);
  });
});
