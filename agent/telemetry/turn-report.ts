import { logger } from './logger.ts';
import { sendToRoom } from './room-message.ts';
import type { Sender } from './room-message.ts';
import type { TurnLog } from './turn-log.ts';
import type { TurnRecord } from './turn-record.ts';
import { formatTurn } from './turn-summary.ts';

/** Data messages with this topic carry a {@link TurnRecord} as JSON; a later one replaces one with the same turn. */
export const TURN_TOPIC = 'parley.turn';

/**
 * Tells a turn to the call's page, at once and again when it is over; and when it is over, to the operator's log and to
 * the turn log.
 */
export function reportTurn(record: TurnRecord, sender: Sender, turnLog?: TurnLog): void {
  sendToRoom(sender, TURN_TOPIC, record);
  if (record.outcome === 'speaking') return;
  logger.info(formatTurn(record));
  turnLog?.append(record);
}
