import { DisconnectReason, RoomEvent } from '@livekit/rtc-node';
import type { RemoteParticipant, Room } from '@livekit/rtc-node';

/** How long a caller who has not hung up is waited for. livekit-server keeps a room without callers as long. */
const PATIENCE_MS = 20_000;

/** What a call does when its caller drops out. */
interface AbsenceResponse {
  left: () => void;
  returned: () => void;
  /** Nobody came back in time. */
  givenUp: () => void;
}

/**
 * Tells a caller who dropped out (a page that reloads, a network that changes, a laptop that sleeps) from one who hung
 * up: the framework ends the call of the latter by itself.
 *
 * @param callerIdentity - whose return is waited for; nobody else takes the place.
 */
export function watchForAbsence(room: Room, callerIdentity: string, response: AbsenceResponse): void {
  let patience: NodeJS.Timeout | undefined;
  room.on(RoomEvent.ParticipantDisconnected, (participant: RemoteParticipant) => {
    if (participant.identity !== callerIdentity || hungUp(participant.disconnectReason)) return;
    response.left();
    clearTimeout(patience);
    patience = setTimeout(response.givenUp, PATIENCE_MS);
  });
  room.on(RoomEvent.ParticipantConnected, (participant: RemoteParticipant) => {
    if (participant.identity !== callerIdentity || !patience) return;
    clearTimeout(patience);
    patience = undefined;
    response.returned();
  });
}

/** The reasons for which the framework ends a session. */
function hungUp(reason: DisconnectReason | undefined): boolean {
  return (
    reason === DisconnectReason.CLIENT_INITIATED ||
    reason === DisconnectReason.ROOM_DELETED ||
    reason === DisconnectReason.USER_REJECTED
  );
}
