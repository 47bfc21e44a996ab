import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { TokenVerifier } from 'livekit-server-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { installLiveKitServer } from '../stack/livekit-server.ts';
import { createParticipantToken } from './participant-token.ts';
import { findFreePort, testConfig } from './testing.ts';

const cacheDir = resolve(import.meta.dirname, '../.cache');

function decode(token: string) {
  return new TokenVerifier(testConfig.apiKey, testConfig.apiSecret).verify(token);
}

describe('createParticipantToken', () => {
  it('grants one call and nothing else', async () => {
    const { video, roomConfig, exp, nbf, ...claims } = await decode(
      await createParticipantToken(testConfig, {}),
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
    expect(roomConfig?.agents).toMatchObject([{ agentName: 'parley' }]);
    expect((exp ?? Infinity) - (nbf ?? 0)).toBeLessThanOrEqual(600);
    expect(claims).toEqual({ iss: 'test-key', sub: expect.stringMatching(/^caller-[\w-]{22}$/) as string });
  });

  it('never gives out a room or an identity twice', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 200 }, () => createParticipantToken(testConfig, {})),
    );
    const claims = await Promise.all(tokens.map(decode));
    expect(new Set(claims.map(({ video }) => video?.room)).size).toBe(200);
    expect(new Set(claims.map(({ sub }) => sub)).size).toBe(200);
  });
});

describe('a real livekit-server', () => {
  let server: ChildProcess;
  let url: string;

  beforeAll(async () => {
    const [port, tcpPort, udpPort] = [await findFreePort(), await findFreePort(), await findFreePort()];
    url = `http://127.0.0.1:${port}`;
    const config = `port: ${port}\nbind_addresses: ["127.0.0.1"]\nrtc: {tcp_port: ${tcpPort}, udp_port: ${udpPort}}\n`;
    server = spawn(
      await installLiveKitServer(cacheDir, process.env.LIVEKIT_SERVER),
      ['--config-body', config],
      {
        env: { LIVEKIT_KEYS: `${testConfig.apiKey}: ${testConfig.apiSecret}` },
        stdio: 'ignore',
      },
    );
    while (!(await fetch(url).catch(() => undefined))?.ok) await sleep(50);
  });

  afterAll(() => server.kill());

  async function validate(token: string): Promise<number> {
    const response = await fetch(`${url}/rtc/validate?access_token=${token}`);
    return response.status;
  }

  it('accepts the token', async () => {
    expect(
      await validate(await createParticipantToken(testConfig, { name: 'Zoë', agentMetadata: '{}' })),
    ).toBe(200);
  });

  it.each([
    ['signed with another secret', { apiSecret: 'another-secret-of-32-characters-x' }],
    ['of an unknown key', { apiKey: 'unknown' }],
  ])('refuses one %s', async (_, forged) => {
    expect(await validate(await createParticipantToken({ ...testConfig, ...forged }, {}))).toBe(401);
  });

  it('refuses one whose room was changed', async () => {
    const [header, payload, signature] = (await createParticipantToken(testConfig, {})).split('.');
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as {
      video: { room: string };
    };
    claims.video.room = 'another-room';
    const changed = Buffer.from(JSON.stringify(claims)).toString('base64url');
    expect(await validate(`${header}.${changed}.${signature}`)).toBe(401);
  });
});
