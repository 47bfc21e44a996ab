import { resolve } from 'node:path';

import { AgentDispatchClient, RoomServiceClient, TokenVerifier } from 'livekit-server-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { installLiveKitServer } from '../stack/livekit-server.ts';
import type { Client } from './authentication/client.ts';
import { openRoom } from './call-room.ts';
import { createParticipantToken } from './participant-token.ts';
import { type PlannedGrant, planGrant } from './planned-grant.ts';
import { type LivekitServer, startLivekitServer, testConfig, validateToken } from './testing.ts';

const cacheDir = resolve(import.meta.dirname, '../.cache');
const client: Client = { name: 'laptop', kind: 'key', may: new Set(['call']) };

function plan(request = {}): PlannedGrant {
  return planGrant(testConfig, request, client);
}

function decode(token: string) {
  return new TokenVerifier(testConfig.apiKey, testConfig.apiSecret).verify(token);
}

describe('createParticipantToken', () => {
  it('grants one call and nothing else', async () => {
    const { video, roomConfig, exp, nbf, ...claims } = await decode(
      await createParticipantToken(testConfig, plan()),
    );
    expect(video).toEqual({
      room: expect.stringMatching(/^call-[\w-]{22}$/) as string,
      roomJoin: true,
      canPublish: true,
      canPublishSources: ['microphone'],
      canSubscribe: true,
      canPublishData: true,
      canUpdateOwnMetadata: false,
    });
    expect(roomConfig).toMatchObject({
      maxParticipants: 1,
      emptyTimeout: 30,
      departureTimeout: 60,
      agents: [{ agentName: 'parley' }],
    });
    expect((exp ?? Infinity) - (nbf ?? 0)).toBeLessThanOrEqual(600);
    expect(claims).toEqual({ iss: 'test-key', sub: expect.stringMatching(/^caller-[\w-]{38}$/) as string });
  });

  it('allows a camera where that is configured', async () => {
    const token = await createParticipantToken({ ...testConfig, allowsCamera: true }, plan());
    expect((await decode(token)).video?.canPublishSources).toEqual(['microphone', 'camera']);
  });

  it('never gives out a room or an identity twice', () => {
    const grants = Array.from({ length: 200 }, () => plan());
    expect(new Set(grants.map(({ room }) => room)).size).toBe(200);
    expect(new Set(grants.map(({ identity }) => identity)).size).toBe(200);
  });
});

describe('a real livekit-server', () => {
  let server: LivekitServer;
  let rooms: RoomServiceClient;

  beforeAll(async () => {
    server = await startLivekitServer(await installLiveKitServer(cacheDir, process.env.LIVEKIT_SERVER));
    rooms = new RoomServiceClient(server.url, testConfig.apiKey, testConfig.apiSecret);
  });

  afterAll(() => {
    server.stop();
  });

  it('accepts the token', async () => {
    const token = await createParticipantToken(testConfig, plan({ agentMetadata: '{}' }), { name: 'Zoë' });
    expect(await validateToken(server.url, token)).toBe(200);
  });

  it('has the room before the caller comes, with our limits and one call for the agent', async () => {
    const grant = plan({ agentMetadata: 'from the lobby' });
    await openRoom(rooms, grant);
    await openRoom(rooms, grant); // As when a caller comes back.
    const [room] = await rooms.listRooms([grant.room]);
    expect(room).toMatchObject({ maxParticipants: 1, emptyTimeout: 30, departureTimeout: 60 });
    const dispatches = await new AgentDispatchClient(
      server.url,
      testConfig.apiKey,
      testConfig.apiSecret,
    ).listDispatch(grant.room);
    expect(dispatches).toMatchObject([{ agentName: 'parley', metadata: 'from the lobby' }]);
  });

  it.each([
    ['signed with another secret', { apiSecret: 'another-secret-of-32-characters-x' }],
    ['of an unknown key', { apiKey: 'unknown' }],
  ])('refuses one %s', async (_, forged) => {
    const token = await createParticipantToken({ ...testConfig, ...forged }, plan());
    expect(await validateToken(server.url, token)).toBe(401);
  });

  it('refuses one whose room was changed', async () => {
    const [header, payload, signature] = (await createParticipantToken(testConfig, plan())).split('.');
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as {
      video: { room: string };
    };
    claims.video.room = 'another-room';
    const changed = Buffer.from(JSON.stringify(claims)).toString('base64url');
    expect(await validateToken(server.url, `${header}.${changed}.${signature}`)).toBe(401);
  });
});
