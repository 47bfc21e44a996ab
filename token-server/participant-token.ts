import { randomBytes } from 'node:crypto';

import {
  AccessToken,
  RoomAgentDispatch,
  RoomConfiguration,
  TrackSource,
  type VideoGrant,
} from 'livekit-server-sdk';

import type { TokenRequest } from './token-request.ts';

/** Long enough for livekit-client to keep a token while the page is open, short enough to be worthless tomorrow. */
export const TOKEN_TTL_MS = 10 * 60_000;

/** 128 bits: neither a room nor an identity can be guessed. */
const RANDOM_BYTES = 16;

/** Whose signature the token carries and which agent it calls. */
export interface TokenIssuer {
  apiKey: string;
  apiSecret: string;
  agentName: string;
}

/** Signs a LiveKit JWT (HS256) that opens one new room for one new identity and calls our agent into it. */
export async function createParticipantToken(issuer: TokenIssuer, request: TokenRequest): Promise<string> {
  const token = new AccessToken(issuer.apiKey, issuer.apiSecret, {
    identity: `caller-${createRandomName()}`,
    ttl: TOKEN_TTL_MS / 1000,
    ...(request.name && { name: request.name }),
    ...(request.metadata && { metadata: request.metadata }),
    ...(request.attributes && { attributes: request.attributes }),
  });
  token.addGrant(grantCall(`call-${createRandomName()}`));
  token.roomConfig = new RoomConfiguration({
    agents: [new RoomAgentDispatch({ agentName: issuer.agentName, metadata: request.agentMetadata ?? '' })],
  });
  return token.toJwt();
}

/** What a caller may do: be in this room, speak, hear, and send data. */
function grantCall(room: string): VideoGrant {
  return {
    room,
    roomJoin: true,
    canPublish: true,
    canPublishSources: [TrackSource.MICROPHONE],
    canSubscribe: true,
    canPublishData: true,
    canUpdateOwnMetadata: false,
  };
}

function createRandomName(): string {
  return randomBytes(RANDOM_BYTES).toString('base64url');
}
