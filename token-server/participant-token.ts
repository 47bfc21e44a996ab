import { AccessToken, TrackSource, type VideoGrant } from 'livekit-server-sdk';

import { describeRoom } from './call-room.ts';
import { CALLER_ATTRIBUTE } from './caller-pseudonym.ts';
import type { TokenServerConfig } from './config.ts';
import type { PlannedGrant } from './planned-grant.ts';
import type { TokenRequest } from './token-request.ts';

/** Long enough for livekit-client to keep a token while the page is open, short enough to be worthless tomorrow. */
export const TOKEN_TTL_MS = 10 * 60_000;

/** Whose signature the token carries and what it allows at most. */
export type TokenIssuer = Pick<TokenServerConfig, 'apiKey' | 'apiSecret' | 'allowsCamera'>;

/**
 * Signs a LiveKit JWT (HS256) for one identity in one room. It carries how the room is set up as well: the SDKs learn
 * from it that an agent comes, keep it for up to nine minutes, and use it again when the room may be closed already.
 */
export async function createParticipantToken(
  issuer: TokenIssuer,
  grant: PlannedGrant,
  request: Pick<TokenRequest, 'name' | 'metadata' | 'attributes'> = {},
): Promise<string> {
  const { pseudonym } = grant;
  const attributes = { ...request.attributes, ...(pseudonym && { [CALLER_ATTRIBUTE]: pseudonym }) };
  const token = new AccessToken(issuer.apiKey, issuer.apiSecret, {
    identity: grant.identity,
    ttl: TOKEN_TTL_MS / 1000,
    ...(request.name && { name: request.name }),
    ...(request.metadata && { metadata: request.metadata }),
    ...(Object.keys(attributes).length > 0 && { attributes }),
  });
  token.addGrant(grantCall(grant.room, issuer.allowsCamera));
  token.roomConfig = describeRoom(grant);
  return token.toJwt();
}

/** What a caller may do: be in this room, speak, hear, and send data. */
function grantCall(room: string, allowsCamera: boolean): VideoGrant {
  return {
    room,
    roomJoin: true,
    canPublish: true,
    canPublishSources: [TrackSource.MICROPHONE, ...(allowsCamera ? [TrackSource.CAMERA] : [])],
    canSubscribe: true,
    canPublishData: true,
    canUpdateOwnMetadata: false,
  };
}
