import type { LocalParticipant } from '@livekit/rtc-node';
import { logger } from './logger.ts';

/** Whoever speaks for the agent in the room; undefined before it has joined and after it has left. */
export type Sender = Pick<LocalParticipant, 'publishData'> | undefined;

/** Tells everybody in the call something, as JSON, in order and without loss. A call that is over is told nothing. */
export function sendToRoom(sender: Sender, topic: string, message: object): void {
  const payload = new TextEncoder().encode(JSON.stringify(message));
  sender?.publishData(payload, { reliable: true, topic }).catch((error: unknown) => {
    logger.debug({ topic, reason: String(error) }, 'a message was not sent to the room'); // The last one of a call that ended.
  });
}
