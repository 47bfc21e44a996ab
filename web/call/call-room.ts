import { DefaultReconnectPolicy, Room } from 'livekit-client';

import { readSettings } from './settings.ts';

/** A server that restarts, or a laptop that sleeps, is waited for about two minutes. */
const RETRY_DELAYS_MS = [0, 300, 1000, 2000, 3000, ...Array<number>(25).fill(5000)];

/**
 * The room of this page, used for one call after another. It stays connected while the page goes: a reload comes back,
 * and the agent waits; hanging up says so to the server.
 */
export function createCallRoom(): Room {
  const { speakerId } = readSettings();
  return new Room({
    ...(speakerId && { audioOutput: { deviceId: speakerId } }),
    disconnectOnPageLeave: false,
    reconnectPolicy: new DefaultReconnectPolicy(RETRY_DELAYS_MS),
  });
}
