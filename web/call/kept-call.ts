import type { Room } from 'livekit-client';

/** What opens a room: where it is, and the JWT for it. */
export interface Ticket {
  serverUrl: string;
  participantToken: string;
}

/** What the page that a reload brings has to know. */
export interface KeptCall extends Ticket {
  /** A caller who had closed the microphone does not find it open. */
  isMuted: boolean;
}

const KEY = 'parley.call';

/** The agent waits 20 s for a caller who did not hang up; a tab that is restored the next day must not call anybody. */
const MAX_AGE_MS = 20_000;

/**
 * Keeps the ticket of the call that `room` is in for the page that a reload of this one brings, and for no other: it is
 * written as the page goes, and livekit-server renews it during the call.
 *
 * @returns what ends the keeping.
 */
export function keepCallOverReload(room: Room, ticket: Ticket): () => void {
  let { participantToken } = ticket;
  const renew = (token: string) => {
    participantToken = token;
  };
  const keep = () => {
    const isMuted = !room.localParticipant.isMicrophoneEnabled;
    const kept: KeptCall = { serverUrl: ticket.serverUrl, participantToken, isMuted };
    sessionStorage.setItem(KEY, JSON.stringify({ ...kept, leftAtMs: Date.now() }));
  };
  room.engine.on('tokenRefreshed', renew);
  window.addEventListener('pagehide', keep);
  return () => {
    room.engine.off('tokenRefreshed', renew);
    window.removeEventListener('pagehide', keep);
  };
}

/** The call that this page was in before it was reloaded, once. */
export function takeKeptCall(): KeptCall | undefined {
  const kept = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  if (!kept) return undefined;
  const { leftAtMs, ...call } = JSON.parse(kept) as KeptCall & { leftAtMs: number };
  return Date.now() - leftAtMs <= MAX_AGE_MS ? call : undefined;
}
