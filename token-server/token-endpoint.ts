import { Hono } from 'hono';
import { RoomServiceClient } from 'livekit-server-sdk';

import { ApiError } from './api-error.ts';
import { type ClientEnv, requirePermission } from './authentication/client.ts';
import { UsedInvites } from './authentication/invites.ts';
import { openRoom } from './call-room.ts';
import type { TokenServerConfig } from './config.ts';
import { readJson } from './json-body.ts';
import { createParticipantToken } from './participant-token.ts';
import { type PlannedGrant, planGrant } from './planned-grant.ts';
import { parseTokenRequest } from './token-request.ts';

/** livekit-server is near; a caller does not wait longer than this to learn that it is down. */
const LIVEKIT_TIMEOUT_S = 5;

/** What a granted request leaves for the middleware around it: `context.var.grant`. */
export interface GrantEnv {
  Variables: ClientEnv['Variables'] & { grant?: PlannedGrant };
}

/** LiveKit's standard token endpoint: `POST /` answers 201 {server_url, participant_token} and has opened the room. */
export function createTokenEndpoint(config: TokenServerConfig): Hono<GrantEnv> {
  const endpoint = new Hono<GrantEnv>();
  const rooms = new RoomServiceClient(config.livekitHttpUrl, config.apiKey, config.apiSecret, {
    requestTimeout: LIVEKIT_TIMEOUT_S,
    failover: false,
  });
  const usedInvites = new UsedInvites();

  endpoint.post('/', requirePermission('call'), async (context) => {
    const { client } = context.var;
    const request = parseTokenRequest(await readJson(context.req.raw));
    const grant = planGrant(config, request, client);
    const open = () => openRoom(rooms, grant);
    await (client.invite ? usedInvites.use(client.invite, grant.room, open) : open());
    context.set('grant', grant);
    const participantToken = await createParticipantToken(config, grant, request);
    context.header('Cache-Control', 'no-store');
    return context.json({ server_url: config.livekitPublicUrl, participant_token: participantToken }, 201);
  });
  endpoint.all('/', (context) => {
    context.header('Allow', 'POST');
    throw new ApiError(405, `${context.req.method} is not possible here: send a POST.`);
  });
  return endpoint;
}
