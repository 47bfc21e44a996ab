import { AccessToken, RoomAgentDispatch, RoomConfiguration } from 'livekit-server-sdk';
import type { LiveKitAccess } from './arms/arm.ts';

const TOKEN_TTL = '1h';

/** A token that lets one participant into one room; with an agent's name the room's creation calls that agent. */
export async function createToken(
  { apiKey, apiSecret }: LiveKitAccess,
  { room, identity, agentName }: { room: string; identity: string; agentName?: string },
): Promise<string> {
  const token = new AccessToken(apiKey, apiSecret, { identity, ttl: TOKEN_TTL });
  token.addGrant({ roomJoin: true, room });
  if (agentName) token.roomConfig = new RoomConfiguration({ agents: [new RoomAgentDispatch({ agentName })] });
  return token.toJwt();
}
