import { Room, RoomEvent } from '@livekit/rtc-node';
import type { Participant } from '@livekit/rtc-node';
import { afterEach, expect, test, vi } from 'vitest';
import { ConsoleCall } from './console-call.ts';

afterEach(() => vi.restoreAllMocks());

/** A call in a room that nothing is connected to. */
async function join() {
  vi.spyOn(Room.prototype, 'connect').mockResolvedValue();
  const disconnect = vi.spyOn(Room.prototype, 'disconnect').mockResolvedValue();
  const listener = { agentSpeaks: vi.fn(), callerSaid: vi.fn(), agentTrack: vi.fn() };
  const call = await ConsoleCall.join({ url: 'ws://nowhere', token: '' }, listener);
  return { call, disconnect };
}

/** AbortSignal.timeout knows no fake timers. */
function runOutOfPatience(): void {
  const patience = new AbortController();
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(patience.signal);
  setImmediate(() => patience.abort());
}

test('an agent that does not come is told, and not waited for without end', async () => {
  const { call } = await join();
  runOutOfPatience();
  await expect(call.type('Hello?')).rejects.toThrow(
    'No agent has come for 45 s: look at what npm start prints.',
  );
});

test('one that comes answers, and a call that is over is no problem', async () => {
  const { call, disconnect } = await join();
  const answered = call.whenAnswered();
  const agent = { identity: 'agent', attributes: { 'lk.agent.state': 'listening' } };
  call.room.emit(RoomEvent.ParticipantAttributesChanged, {}, agent as unknown as Participant);
  await answered;
  await Promise.all([call.leave(), call.leave()]);
  expect(disconnect).toHaveBeenCalledTimes(1);

  const { call: other } = await join();
  runOutOfPatience();
  const waiting = other.whenAnswered();
  await other.leave();
  await waiting;
});
