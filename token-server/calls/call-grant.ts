import type { RoomServiceClient } from 'livekit-server-sdk';

import type { Client } from '../authentication/client.ts';
import { UsedInvites } from '../authentication/invites.ts';
import { openRoom } from '../call-room.ts';
import type { TokenServerConfig } from '../config.ts';
import { createParticipantToken } from '../participant-token.ts';
import { planGrant } from '../planned-grant.ts';
import type { TokenRequest } from '../token-request.ts';
import type { CallDesk } from './call-desk.ts';
import type { CallRecord } from './call-record.ts';

/** A call that was granted. */
export interface CallGrant {
  /** What its caller needs to join, as the token endpoint answers it. */
  join: { server_url: string; participant_token: string };
  record: CallRecord;
}

/** Gives a client the call that it asks for. @throws ApiError when it may not, or livekit-server does not answer */
export type GrantCall = (client: Client, request: TokenRequest) => Promise<CallGrant>;

/** Plans a call, opens its room with the agent called into it, and signs a token for its caller. */
export function createCallGranter(
  config: TokenServerConfig,
  rooms: RoomServiceClient,
  desk: CallDesk,
): GrantCall {
  const usedInvites = new UsedInvites();
  return async (client, request) => {
    const grant = planGrant(config, request, client);
    const open = () => openRoom(rooms, grant);
    const record = await desk.grant(client, grant, () =>
      client.invite ? usedInvites.use(client.invite, grant.room, open) : open(),
    );
    const participantToken = await createParticipantToken(config, grant, request);
    return { join: { server_url: config.livekitPublicUrl, participant_token: participantToken }, record };
  };
}
