import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

import type { Client } from './authentication/client.ts';

const PREFIX = 'caller-';
const RANDOM_BYTES = 12;
const SEAL_BYTES = 16;

/**
 * A new identity for a client's caller in a room. Its last 16 bytes are a seal over the room and the client, so that the
 * same client, and no other, can be let back into that room under it (after a reload), with nothing to remember.
 */
export function createCallerIdentity(apiSecret: string, room: string, client: Client): string {
  const random = randomBytes(RANDOM_BYTES);
  return PREFIX + Buffer.concat([random, seal(apiSecret, random, room, client)]).toString('base64url');
}

/** Whether one of the secrets made this identity for this client in this room. */
export function isCallerIdentity(
  identity: string,
  apiSecrets: readonly string[],
  room: string,
  client: Client,
): boolean {
  const bytes = Buffer.from(identity.slice(PREFIX.length), 'base64url');
  // Decoding forgives what is not base64url; only the text that we wrote counts.
  if (PREFIX + bytes.toString('base64url') !== identity || bytes.length !== RANDOM_BYTES + SEAL_BYTES)
    return false;
  const [random, given] = [bytes.subarray(0, RANDOM_BYTES), bytes.subarray(RANDOM_BYTES)];
  return apiSecrets.some((secret) => timingSafeEqual(seal(secret, random, room, client), given));
}

function seal(apiSecret: string, random: Buffer, room: string, { kind, name, invite }: Client): Buffer {
  const content = JSON.stringify(['parley caller', random.toString('hex'), room, kind, invite?.id ?? name]);
  return createHmac('sha256', apiSecret).update(content).digest().subarray(0, SEAL_BYTES);
}
