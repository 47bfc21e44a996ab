import { randomBytes } from 'node:crypto';

import { ApiError } from './api-error.ts';
import { requireAllowedAssistant } from './assistant-request.ts';
import type { Client } from './authentication/client.ts';
import type { PlannedCall } from './call-room.ts';
import { createCallerIdentity, isCallerIdentity } from './caller-identity.ts';
import { pseudonymizeCaller } from './caller-pseudonym.ts';
import { type TokenServerConfig, listApiSecrets } from './config.ts';
import type { TokenRequest } from './token-request.ts';

/** 128 bits: no room can be guessed. */
const RANDOM_BYTES = 16;

/** Who is going to join which call. */
export interface PlannedGrant extends PlannedCall {
  identity: string;
  /** What the agent may remember its caller by; undefined for whom nobody vouches. */
  pseudonym: string | undefined;
}

/**
 * Decides the room, the identity and the agent of a request. They are ours to choose, except where CALL_ROOMS,
 * CALL_IDENTITIES and CALL_AGENTS let clients choose, and where a client asks again for the room and identity that it
 * was given: after a reload it goes on with the same conversation.
 * @throws ApiError 422 that names what a client may not choose
 */
export function planGrant(config: TokenServerConfig, request: TokenRequest, client: Client): PlannedGrant {
  const { room = createRoomName(), identity, agentName = config.agentName, agentMetadata = '' } = request;
  const mayAgent = agentName === config.agentName || config.agents.some((pattern) => pattern.fits(agentName));
  if (!mayAgent) {
    throw refuse(
      'room_config.agents.0.agent_name',
      `must be '${config.agentName}' or one that CALL_AGENTS allows`,
    );
  }
  const call = { room, agentName, agentMetadata };
  const pseudonymize = (chosen?: string) => pseudonymizeCaller(config.apiSecret, client, chosen);
  requireAllowedAssistant(agentMetadata, config.assistants, client);
  if (isReturn(config, request, client))
    return { ...call, identity: identity ?? '', pseudonym: pseudonymize() };
  if (request.room && !config.rooms.some((pattern) => pattern.fits(room))) {
    throw refuse(
      'room_name',
      'is chosen by the server: leave it out, or send the room and identity you were given',
    );
  }
  if (identity && !config.identities.some((pattern) => pattern.fits(identity))) {
    throw refuse('participant_identity', 'is chosen by the server: leave it out');
  }
  return {
    ...call,
    identity: identity ?? createCallerIdentity(config.apiSecret, room, client),
    pseudonym: pseudonymize(identity),
  };
}

function isReturn(config: TokenServerConfig, { room, identity }: TokenRequest, client: Client): boolean {
  return Boolean(room && identity && isCallerIdentity(identity, listApiSecrets(config), room, client));
}

function createRoomName(): string {
  return `call-${randomBytes(RANDOM_BYTES).toString('base64url')}`;
}

function refuse(field: string, message: string): ApiError {
  return new ApiError(422, `${field} ${message}.`, { field });
}
