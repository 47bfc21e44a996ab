import type { LocalParticipant } from '@livekit/rtc-node';
import { logger } from './logger.ts';
import type { TurnLog } from './turn-log.ts';
import type { TurnRecord } from './turn-record.ts';
import { formatTurn } from './turn-summary.ts';

/** Data messages with this topic carry a {@link TurnRecord} as JSON; a later one replaces one with the same turn. */
export const TURN_TOPIC = 'parley.turn';

/**
 * Tells a turn to the call's page, at once and again when it is over; and when it is over, to the operator's log and to
 * the turn log.
 */
export function reportTurn(
  record: TurnRecord,
  participant: Pick<LocalParticipant, 'publishData'> | undefined,
  turnLog?: TurnLog,
): void {
  const message = new TextEncoder().encode(JSON.stringify(record));
  participant?.publishData(message, { reliable: true, topic: TURN_TOPIC }).catch((error: unknown) => {
    logger.debug({ reason: String(error) }, 'a turn was not sent to the room'); // The last one of a call that ended.
  });
  if (record.outcome === 'speaking') return;
  logger.info(formatTurn(record));
  turnLog?.append(record);
}
