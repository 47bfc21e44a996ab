import { resolve } from 'node:path';

import { Room } from '@livekit/rtc-node';
import { SignJWT } from 'jose';
import { AccessToken, RoomServiceClient, TrackSource } from 'livekit-server-sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { installLiveKitServer } from '../stack/livekit-server.ts';
import type { Client } from './authentication/client.ts';
import { signInvite } from './authentication/invites.ts';
import { createParticipantToken } from './participant-token.ts';
import { planGrant } from './planned-grant.ts';
import { type LivekitServer, startLivekitServer, testConfig as config, validateToken } from './testing.ts';

// What somebody may try at livekit-server with a token that the token server gave them, or made out of it.

const MINUTE_S = 60;
const client: Client = { name: 'laptop', kind: 'key', may: new Set(['call']) };
const grant = planGrant(config, {}, client);
let livekit: LivekitServer;
let token: string;

beforeAll(async () => {
  livekit = await startLivekitServer(
    await installLiveKitServer(resolve(import.meta.dirname, '../.cache'), process.env.LIVEKIT_SERVER),
  );
  token = await createParticipantToken(config, grant);
});

afterAll(() => {
  livekit.stop();
});

const now = () => Math.floor(Date.now() / 1000);

/** Asks livekit-server's own interface, which only servers with the secret may use. */
function askLivekit(method: string, credential: string): Promise<Response> {
  return fetch(`${livekit.url}/twirp/livekit.${method}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', authorization: `Bearer ${credential}` },
    body: JSON.stringify({ room: grant.room, name: 'mine', identity: grant.identity }),
  });
}

/** The same token, changed and signed again. */
async function resign(change: { alg?: string; secret?: string; claims?: object }): Promise<string> {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object;
  return new SignJWT({ ...claims, ...change.claims })
    .setProtectedHeader({ alg: change.alg ?? 'HS256' })
    .sign(new TextEncoder().encode(change.secret ?? config.apiSecret));
}

it.each([
  ['a token whose room was changed', () => changeClaims({ video: { room: 'lobby', roomJoin: true } })],
  ['a token without a signature', () => `${btoa('{"alg":"none"}')}.${token.split('.')[1]}.`],
  ['a token signed with HS512', () => resign({ alg: 'HS512', secret: 'x'.repeat(64) })],
  ['a token signed with a guess', () => resign({ secret: 'x'.repeat(32) })],
  ['an expired token', () => resign({ claims: { exp: now() - 5 * MINUTE_S } })],
  ['a token for later', () => resign({ claims: { nbf: now() + 5 * MINUTE_S } })],
  ['an invite', async () => (await signInvite(config.apiSecret, 'guest', 1)).replace('invite_', '')],
])('livekit-server refuses %s', async (_, forge) => {
  expect(await validateToken(livekit.url, token)).toBe(200);
  expect(await validateToken(livekit.url, await forge())).toBe(401);
});

function changeClaims(change: object): Promise<string> {
  const [head = '', payload = '', signature = ''] = token.split('.');
  const claims = { ...(JSON.parse(Buffer.from(payload, 'base64url').toString()) as object), ...change };
  return Promise.resolve(
    [head, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.'),
  );
}

it.each([
  'RoomService/ListRooms',
  'RoomService/CreateRoom',
  'RoomService/DeleteRoom',
  'RoomService/ListParticipants',
  'RoomService/RemoveParticipant',
  'AgentDispatchService/CreateDispatch',
])('livekit-server lets no caller use %s', async (method) => {
  const admin = new AccessToken(config.apiKey, config.apiSecret);
  admin.addGrant({ roomAdmin: true, roomList: true, roomCreate: true, room: grant.room });
  expect((await askLivekit(method, token)).status).toBe(401);
  expect((await askLivekit(method, await admin.toJwt())).status).not.toBe(401);
});

it('livekit-server has one caller in a room, who may come back and do no more than call', async () => {
  const call = planGrant(config, {}, client);
  const forCaller = await createParticipantToken(config, call);
  const url = livekit.url.replace('http', 'ws');
  const options = { autoSubscribe: true, dynacast: false };
  const [caller, intruder, again] = [new Room(), new Room(), new Room()];
  await caller.connect(url, forCaller, options);
  const rooms = new RoomServiceClient(livekit.url, config.apiKey, config.apiSecret);
  const { permission } = await rooms.getParticipant(call.room, call.identity);
  expect(permission).toMatchObject({
    canPublish: true,
    canPublishSources: [TrackSource.MICROPHONE],
    canPublishData: true,
    canSubscribe: true,
    canUpdateMetadata: false,
    hidden: false,
    recorder: false,
  });

  const forOther = await createParticipantToken(config, { ...call, identity: 'caller-of-somebody-else' });
  await expect(intruder.connect(url, forOther, options)).rejects.toThrow();
  await again.connect(url, forCaller, options);
  const present = await rooms.listParticipants(call.room);
  expect(present.map(({ identity }) => identity)).toEqual([call.identity]);
  await again.disconnect();
});
