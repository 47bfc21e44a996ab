import { TokenVerifier } from 'livekit-server-sdk';
import { expect, it } from 'vitest';

import type { Client } from './authentication/client.ts';
import { NamePattern } from './name-pattern.ts';
import { createParticipantToken } from './participant-token.ts';
import { planGrant } from './planned-grant.ts';
import { testConfig } from './testing.ts';
import type { TokenRequest } from './token-request.ts';

const config = { ...testConfig, identities: [new NamePattern('patient-*')] };
const may: Client['may'] = new Set(['call']);
const person: Client = { name: 'identity-abc', kind: 'identity', may };
const key: Client = { name: 'clinic', kind: 'key', may };
const invite: Client = { name: 'guest', kind: 'invite', may, invite: { id: 'i', expiresAtMs: Infinity } };

async function findCaller(client: Client, request: TokenRequest = {}, given = config) {
  const token = await createParticipantToken(given, planGrant(given, request, client), request);
  const { attributes } = await new TokenVerifier(given.apiKey, given.apiSecret).verify(token);
  return attributes?.['parley.caller'];
}

it('is the same in every call of a person, and tells nothing of them', async () => {
  const caller = await findCaller(person);
  expect(caller).toMatch(/^[0-9a-f]{32}$/);
  expect(await findCaller(person)).toBe(caller);
  expect(await findCaller({ ...person, name: 'identity-xyz' })).not.toBe(caller);
  expect(await findCaller(person, {}, { ...config, apiSecret: 'b'.repeat(32) })).not.toBe(caller);
});

it('is that of the person whom the owner of a key names, and of nobody else', async () => {
  const ana = await findCaller(key, { identity: 'patient-ana' });
  expect(ana).toBe(await findCaller(key, { identity: 'patient-ana' }));
  expect(ana).not.toBe(await findCaller(key, { identity: 'patient-ben' }));
  expect(ana).not.toBe(await findCaller({ ...key, name: 'other' }, { identity: 'patient-ana' }));
});

it('is nothing where a key or an invite may stand for anybody, also after a reload', async () => {
  expect(await findCaller(key)).toBeUndefined();
  expect(await findCaller(invite)).toBeUndefined();
  const { room, identity } = planGrant(config, {}, key);
  expect(await findCaller(key, { room, identity })).toBeUndefined();
});

it('stays what it is, whatever attributes a client asks for', async () => {
  const forged = { attributes: { 'parley.caller': 'somebody else', plan: 'gold' } };
  expect(await findCaller(person, forged)).toBe(await findCaller(person));
});
