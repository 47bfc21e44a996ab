import { EventEmitter } from 'node:events';
import { DisconnectReason, RoomEvent } from '@livekit/rtc-node';
import type { Room } from '@livekit/rtc-node';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchForAbsence } from './absence.ts';

/** Only the room's events matter here. */
let room: EventEmitter;
let told: string[];

beforeEach(() => {
  vi.useFakeTimers();
  room = new EventEmitter();
  told = [];
  watchForAbsence(room as unknown as Room, 'caller', {
    left: () => told.push('left'),
    returned: () => told.push('returned'),
    givenUp: () => told.push('given up'),
  });
});

afterEach(() => {
  vi.useRealTimers();
});

function leave(identity: string, disconnectReason: DisconnectReason): void {
  room.emit(RoomEvent.ParticipantDisconnected, { identity, disconnectReason });
}

test('a caller who comes back in time is welcomed, each time', () => {
  for (const reason of [DisconnectReason.DUPLICATE_IDENTITY, DisconnectReason.CONNECTION_TIMEOUT]) {
    leave('caller', reason);
    vi.advanceTimersByTime(15_000);
    room.emit(RoomEvent.ParticipantConnected, { identity: 'caller' });
    vi.advanceTimersByTime(60_000);
  }
  expect(told).toEqual(['left', 'returned', 'left', 'returned']);
});

test('one who does not come back is given up, whoever else comes', () => {
  leave('caller', DisconnectReason.CONNECTION_TIMEOUT);
  room.emit(RoomEvent.ParticipantConnected, { identity: 'somebody else' });
  vi.advanceTimersByTime(20_000);
  expect(told).toEqual(['left', 'given up']);
});

test('one who hangs up is not waited for', () => {
  leave('caller', DisconnectReason.CLIENT_INITIATED);
  leave('somebody else', DisconnectReason.CONNECTION_TIMEOUT);
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([]);
});
