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

/** What a caller needs to join, and the record of the call. */
export interface CallGrant {
  server_url: string;
  participant_token: string;
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
    const token = await createParticipantToken(config, grant, request);
    return { server_url: config.livekitPublicUrl, participant_token: token, record };
  };
}
