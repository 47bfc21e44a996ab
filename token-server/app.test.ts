import { tmpdir } from 'node:os';
import { resolve } from 'node:path';

import type { Hono } from 'hono';
import { TokenVerifier } from 'livekit-server-sdk';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { installLiveKitServer } from '../stack/livekit-server.ts';
import { createApp } from './app.ts';
import { type LivekitServer, findFreePort, startLivekitServer, testConfig } from './testing.ts';

let livekit: LivekitServer;
let app: Hono;

beforeAll(async () => {
  const cacheDir = resolve(import.meta.dirname, '../.cache');
  livekit = await startLivekitServer(await installLiveKitServer(cacheDir, process.env.LIVEKIT_SERVER));
  app = createApp({ ...testConfig, livekitHttpUrl: livekit.url }, tmpdir());
});

afterAll(() => {
  livekit.stop();
});

function requestToken(
  body: unknown,
  headers: Record<string, string> = { 'Content-Type': 'application/json' },
) {
  return app.request('/token', {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

async function verifyToken(response: Response) {
  const { participant_token: token } = (await response.json()) as { participant_token: string };
  return new TokenVerifier(testConfig.apiKey, testConfig.apiSecret).verify(token);
}

describe('POST /token', () => {
  it('answers an empty request with an address and a token, and lets nobody keep it', async () => {
    const response = await requestToken({}, { 'Content-Type': 'application/json; charset=utf-8' });
    expect(response.status).toBe(201);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(Object.keys((await response.clone().json()) as object)).toEqual([
      'server_url',
      'participant_token',
    ]);
    expect(await response.json()).toMatchObject({ server_url: 'wss://livekit.example.com' });
  });

  it('takes what a caller may set, and null for what it leaves out', async () => {
    const response = await requestToken({
      room_name: null,
      participant_name: 'Zoë 🎙️ مرحبا',
      participant_metadata: '{"plan":"free"}',
      participant_attributes: { theme: 'dark' },
      room_config: { agents: [{ agent_name: 'parley', metadata: 'from the lobby' }] },
    });
    expect(response.status).toBe(201);
    expect(await verifyToken(response)).toMatchObject({
      name: 'Zoë 🎙️ مرحبا',
      metadata: '{"plan":"free"}',
      attributes: { theme: 'dark' },
      roomConfig: { agents: [{ agentName: 'parley', metadata: 'from the lobby' }] },
    });
  });

  it('takes the empty fields that SDKs send', async () => {
    const roomConfig = {
      agents: [{ agent_name: 'parley', deployment: '', attributes: {} }],
      max_participants: 0,
    };
    expect((await requestToken({ room_name: '', room_config: roomConfig })).status).toBe(201);
  });

  it('says so when livekit-server is not there', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    const url = `http://127.0.0.1:${await findFreePort()}`;
    const response = await createApp({ ...testConfig, livekitHttpUrl: url }, tmpdir()).request('/token', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('2');
    expect(log.mock.calls.flat().join()).toContain('ECONNREFUSED');
    log.mockRestore();
  });

  const tooManyAttributes = Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`key${index}`, '']));

  it.each([
    ['a room of its own', { room_name: 'lobby' }, 'room_name'],
    ['a room with a slash', { room_name: '../lobby' }, 'room_name'],
    ['an identity of its own', { participant_identity: 'admin' }, 'participant_identity'],
    ['an unknown field', { roomName: 'lobby' }, 'roomName'],
    ['admin grants', { video: { roomAdmin: true } }, 'video'],
    ['a prototype', '{"__proto__":{"room_name":"lobby"}}', '__proto__'],
    ['a name that is no text', { participant_name: 7 }, 'participant_name'],
    ['a name of 257 bytes', { participant_name: 'x'.repeat(257) }, 'participant_name'],
    ['a name of 65 two-byte letters', { participant_name: 'é'.repeat(65) }, 'participant_name'],
    ['a name with a line break', { participant_name: 'Eve\nAgent' }, 'participant_name'],
    ['a name with NUL', { participant_name: 'Eve\0' }, 'participant_name'],
    ['a name that turns text around', { participant_name: '\u202egnivig' }, 'participant_name'],
    ['a name with half a character', '{"participant_name":"\\ud800"}', 'participant_name'],
    ['large metadata', { participant_metadata: 'x'.repeat(4097) }, 'participant_metadata'],
    ['attributes that are a list', { participant_attributes: ['a'] }, 'participant_attributes'],
    ['an attribute that is no text', { participant_attributes: { a: 1 } }, 'participant_attributes.a'],
    ['a large attribute', { participant_attributes: { a: 'x'.repeat(1025) } }, 'participant_attributes.a'],
    ['too many attributes', { participant_attributes: tooManyAttributes }, 'participant_attributes'],
    [
      'an attribute of LiveKit',
      { participant_attributes: { 'lk.agent.state': '' } },
      'participant_attributes.lk.agent.state',
    ],
    [
      'an attribute of the agent',
      { participant_attributes: { 'parley.llm': '' } },
      'participant_attributes.parley.llm',
    ],
    [
      'another agent',
      { room_config: { agents: [{ agent_name: 'other' }] } },
      'room_config.agents.0.agent_name',
    ],
    ['two agents', { room_config: { agents: [{}, {}] } }, 'room_config.agents'],
    ['an agent that is no object', { room_config: { agents: ['parley'] } }, 'room_config.agents.0'],
    ['recording', { room_config: { egress: {} } }, 'room_config.egress'],
    ['more callers', { room_config: { max_participants: 2 } }, 'room_config.max_participants'],
    ['a body that is a list', [], undefined],
    ['a body that is null', 'null', undefined],
  ])('refuses %s and names the field', async (_, body, field) => {
    const response = await requestToken(body);
    expect(response.status).toBe(422);
    const { error } = (await response.json()) as { error: { message: string; field?: string } };
    expect(error.field).toBe(field);
    expect(error.message).toMatch(/^[^\n]+\.$/);
  });

  it.each([
    ['no type', '{}', {}, 415],
    ['a form', 'room_name=lobby', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415],
    ['text that a form could send', '{}', { 'Content-Type': 'text/plain' }, 415],
    ['broken JSON', '{"room_name":', undefined, 400],
    ['an empty body', '', undefined, 400],
    ['1 MB', JSON.stringify({ participant_metadata: 'x'.repeat(1_000_000) }), undefined, 413],
    ['deep nesting', '['.repeat(9000), undefined, 400],
  ])('refuses %s', async (_, body, headers, status) => {
    const response = await requestToken(body, headers);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { message: expect.any(String) as string } });
  });

  it('stops reading a stream that never ends', async () => {
    let chunks = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        chunks += 1;
        controller.enqueue(new Uint8Array(1024));
      },
    });
    const response = await app.request('/token', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: endless,
      duplex: 'half',
    });
    expect(response.status).toBe(413);
    expect(chunks).toBeLessThan(25);
  });

  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
    const response = await app.request('/token', { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });

  it('keeps tokens and names out of the log', async () => {
    const lines: unknown[] = [];
    for (const level of ['log', 'info', 'warn', 'error'] as const) {
      vi.spyOn(console, level).mockImplementation((...line: unknown[]) => lines.push(line));
    }
    await requestToken({ participant_name: 'Zoë' });
    await requestToken({ participant_name: 'Zoë\n' });
    vi.restoreAllMocks();
    expect(lines).toEqual([]);
  });
});

describe('the other addresses', () => {
  it('says that the process lives', async () => {
    const response = await app.request('/healthz');
    expect(response.status).toBe(200);
  });

  it('answers 404 in the same form', async () => {
    const response = await app.request('/admin');
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: { message: 'There is nothing at this address.' } });
  });

  it('lets the page talk to this server and to livekit-server only', async () => {
    const { headers } = await app.request('/healthz');
    const policy = headers.get('content-security-policy');
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("connect-src 'self' wss://livekit.example.com https://livekit.example.com;");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('permissions-policy')).toContain('microphone=(self)');
  });
});
