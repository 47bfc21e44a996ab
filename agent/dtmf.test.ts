import { EventEmitter } from 'node:events';
import { RoomEvent } from '@livekit/rtc-node';
import type { Room } from '@livekit/rtc-node';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KeypadEntry, listenForKeys } from './dtmf.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Presses keys like a person. */
function pressAll(entry: KeypadEntry, keys: string): void {
  for (const key of keys) {
    entry.press(key);
    vi.advanceTimersByTime(120);
  }
}

function gather(): { entry: KeypadEntry; entries: string[] } {
  const entries: string[] = [];
  return { entry: new KeypadEntry((keys) => entries.push(keys)), entries };
}

test('# ends an entry, and so does a pause of two seconds', () => {
  const { entry, entries } = gather();
  pressAll(entry, '12*3#');
  expect(entries).toEqual(['12*3']);
  pressAll(entry, '4');
  vi.advanceTimersByTime(1800);
  pressAll(entry, '5');
  expect(entries).toEqual(['12*3']);
  vi.advanceTimersByTime(2000);
  expect(entries).toEqual(['12*3', '45']);
  pressAll(entry, '#');
  expect(entries).toEqual(['12*3', '45', '#']);
});

test('what is no key is ignored, and no flood does harm', () => {
  const { entry, entries } = gather();
  for (const key of ['', '12', '٣', 'a', 'E', '\u0000', '🙂', ' ', '1'.repeat(1_000_000)]) entry.press(key);
  vi.advanceTimersByTime(60_000);
  expect(entries).toEqual([]);
  for (let n = 0; n < 10_000; n++) entry.press('7');
  for (let n = 0; n < 10_000; n++) entry.press('#');
  vi.advanceTimersByTime(60_000);
  expect(entries).toEqual(['7'.repeat(32), ...Array<string>(9).fill('#')]);
});

test('an entry is no longer than 32 keys, and there are ten a minute', () => {
  const { entry, entries } = gather();
  pressAll(entry, `${'9'.repeat(100)}#`);
  expect(entries).toEqual(['9'.repeat(32)]);
  for (let pin = 1000; pin < 1040; pin++) pressAll(entry, `${pin}#`);
  expect(entries).toHaveLength(10);
  vi.advanceTimersByTime(60_000);
  pressAll(entry, '1#');
  expect(entries.at(-1)).toBe('1');
});

test('the keys of the caller become a turn; those of others, and of nobody, do not', () => {
  const room = new EventEmitter();
  const turns: string[] = [];
  const stop = listenForKeys(room as unknown as Room, 'caller', (text) => turns.push(text));
  for (const [key, identity] of [
    ['1', 'caller'],
    ['6', 'other'],
    ['6', undefined],
    ['2', 'caller'],
  ] as const) {
    room.emit(RoomEvent.DtmfReceived, 0, key, identity && { identity });
    vi.advanceTimersByTime(100);
  }
  vi.advanceTimersByTime(2000);
  expect(turns).toEqual(["The caller pressed 1 2 on the phone's keypad."]);
  room.emit(RoomEvent.DtmfReceived, 0, '3', { identity: 'caller' });
  stop();
  vi.advanceTimersByTime(5000);
  expect(turns).toHaveLength(1);
  expect(room.listenerCount(RoomEvent.DtmfReceived)).toBe(0);
});
