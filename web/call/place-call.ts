import { type Room, createLocalAudioTrack } from 'livekit-client';

import { askFor, readAssistant } from './assistant-choice.ts';
import { CallError, type CallProblem, classifyMicrophoneError, classifyTicketError } from './call-problem.ts';
import { type KeptCall, type Ticket, keepCallOverReload } from './kept-call.ts';
import { readSettings } from './settings.ts';
import { tokenSource } from './token-source.ts';

/** livekit-client tries again by itself within it. */
const CONNECT_TIMEOUT_MS = 20_000;

/** The ticket that was used last: livekit-client caches tickets, and each opens one room for one call. */
let lastToken: string | undefined;

/**
 * Connects to a room and speaks into it. The microphone comes first: the agent greets as soon as there is a room, and a
 * permission prompt would hide the greeting.
 *
 * @param kept - the call that the page was in before it was reloaded; without it a new one is asked for
 * @throws CallError, or what livekit-client throws; anything when `signal` is aborted
 */
export async function placeCall(room: Room, signal: AbortSignal, kept?: KeptCall): Promise<void> {
  const { microphoneId, pushToTalk } = readSettings();
  const track = await createLocalAudioTrack(microphoneId ? { deviceId: { ideal: microphoneId } } : {}).catch(
    (error: unknown) => {
      throw new CallError(classifyMicrophoneError(error), error);
    },
  );
  const hangUp = () => void room.disconnect();
  signal.addEventListener('abort', hangUp, { once: true });
  try {
    signal.throwIfAborted();
    if (pushToTalk || kept?.isMuted) await track.mute();
    const ticket = kept ?? (await fetchTicket());
    signal.throwIfAborted();
    const connected = room.connect(ticket.serverUrl, ticket.participantToken);
    await waitFor(connected, CONNECT_TIMEOUT_MS, 'livekitUnreachable');
    const forget = keepCallOverReload(room, ticket);
    room.once('disconnected', forget);
    await room.localParticipant.publishTrack(track);
  } catch (error) {
    track.stop();
    throw error;
  }
}

async function fetchTicket(): Promise<Ticket> {
  try {
    const wish = askFor(readAssistant());
    let ticket = await tokenSource.fetch(wish);
    if (ticket.participantToken === lastToken) ticket = await tokenSource.fetch(wish, true);
    lastToken = ticket.participantToken;
    return ticket;
  } catch (error) {
    throw new CallError(classifyTicketError(error), error);
  }
}

async function waitFor<T>(promise: Promise<T>, timeoutMs: number, problem: CallProblem): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new CallError(problem));
    }, timeoutMs);
  });
  try {
    return await Promise.race([promise, expiry]);
  } finally {
    clearTimeout(timer);
  }
}
