import { RoomAgentDispatch, RoomConfiguration, type RoomServiceClient } from 'livekit-server-sdk';

import { ApiError } from './api-error.ts';

/** A room that nobody joins is closed after this long; who comes later opens it anew with the same token. */
const EMPTY_TIMEOUT_S = 30;

/** A caller who left may come back for this long: a reload, or another network. */
const DEPARTURE_TIMEOUT_S = 60;

/** Of people: agents are not counted. A second caller in the room would hear everything. */
const MAX_PARTICIPANTS = 1;

const RETRY_AFTER_S = 2;

/** A call to be: its room, and the agent that is called into it. */
export interface PlannedCall {
  room: string;
  agentName: string;
  /** Handed to the agent's job as its metadata. */
  agentMetadata: string;
}

/** How the room of a call is set up, whether we make it or its caller's token does. */
export function describeRoom({ agentName, agentMetadata }: PlannedCall): RoomConfiguration {
  return new RoomConfiguration({
    emptyTimeout: EMPTY_TIMEOUT_S,
    departureTimeout: DEPARTURE_TIMEOUT_S,
    maxParticipants: MAX_PARTICIPANTS,
    agents: [new RoomAgentDispatch({ agentName, metadata: agentMetadata })],
  });
}

/**
 * Makes the room and calls the agent, so that it is there when the caller comes. A room that is open stays as it is.
 * @throws ApiError 503 when livekit-server does not do it
 */
export async function openRoom(rooms: RoomServiceClient, call: PlannedCall): Promise<void> {
  const { emptyTimeout, departureTimeout, maxParticipants, agents } = describeRoom(call);
  try {
    await rooms.createRoom({ name: call.room, emptyTimeout, departureTimeout, maxParticipants, agents });
  } catch (error) {
    console.error(`livekit-server made no room: ${explain(error)}`);
    throw new ApiError(503, 'No room could be made for this call; try again in a moment.', {
      headers: { 'Retry-After': String(RETRY_AFTER_S) },
    });
  }
}

/** Ends a room for everybody in it; one that is gone already is fine. @throws ApiError 503 when livekit-server does not do it */
export async function closeRoom(rooms: Pick<RoomServiceClient, 'deleteRoom'>, room: string): Promise<void> {
  try {
    await rooms.deleteRoom(room);
  } catch (error) {
    if ((error as { code?: string }).code === 'not_found') return;
    console.error(`livekit-server ended no room: ${explain(error)}`);
    throw new ApiError(503, 'The call could not be ended; try again in a moment.', {
      headers: { 'Retry-After': String(RETRY_AFTER_S) },
    });
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('status' in error && error.status === 401) return 'it refuses LIVEKIT_API_KEY and LIVEKIT_API_SECRET.';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message;
}
