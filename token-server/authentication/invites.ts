import { hkdfSync, randomBytes } from 'node:crypto';

import { SignJWT, jwtVerify } from 'jose';
import { z } from 'zod';

import { ApiError } from '../api-error.ts';
import type { Client } from './client.ts';

export const INVITE_PREFIX = 'invite_';

export const DEFAULT_INVITE_MINUTES = 30;

/** An invite is for a demo that is about to happen, not a key. */
const MAX_INVITE_MINUTES = 7 * 24 * 60;

export const inviteMinutes = z
  .number('must be a number')
  .int('must be whole minutes')
  .min(1, 'must be 1 or more')
  .max(MAX_INVITE_MINUTES, `must be ${MAX_INVITE_MINUTES} (a week) or less`);

/** Whom it is for, as it appears in the log. */
export const inviteName = z
  .string('must be a string')
  .regex(/^[\w.-]{1,64}$/, "must be 1 to 64 letters, digits and '._-'");

const AUDIENCE = 'parley-invite';
const ALGORITHM = 'HS256';
const ID_BYTES = 16;

const claims = z.object({ jti: z.string().min(1), sub: z.string().min(1), exp: z.number() });

/** Signs an invite to one call that has to begin within `minutes`. */
export function signInvite(apiSecret: string, name: string, minutes: number): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: ALGORITHM })
    .setAudience(AUDIENCE)
    .setSubject(name)
    .setJti(randomBytes(ID_BYTES).toString('base64url'))
    .setExpirationTime(`${minutes} minutes`)
    .sign(deriveKey(apiSecret))
    .then((token) => INVITE_PREFIX + token);
}

/** Whom an invite lets in; undefined when it is forged or over. Any of the secrets may have signed it. */
export async function verifyInvite(
  apiSecrets: readonly string[],
  invite: string,
): Promise<Client | undefined> {
  for (const secret of apiSecrets) {
    const client = await verifyWith(secret, invite.slice(INVITE_PREFIX.length));
    if (client) return client;
  }
  return undefined;
}

async function verifyWith(apiSecret: string, token: string): Promise<Client | undefined> {
  try {
    const options = { algorithms: [ALGORITHM], audience: AUDIENCE };
    const { jti, sub, exp } = claims.parse((await jwtVerify(token, deriveKey(apiSecret), options)).payload);
    return {
      name: `invite-${sub}`,
      kind: 'invite',
      may: new Set(['call']),
      invite: { id: jti, expiresAtMs: exp * 1000 },
    };
  } catch {
    return undefined;
  }
}

/** A key of its own: no invite is ever a LiveKit token, and no LiveKit token an invite. */
function deriveKey(apiSecret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', apiSecret, '', AUDIENCE, 32));
}

/**
 * Which invites have been used, and for which room. It is kept in memory until they expire: after a restart of the
 * token server an invite that has not expired opens one more call.
 */
export class UsedInvites {
  readonly #rooms = new Map<string, { room: string; expiresAtMs: number }>();

  /**
   * Opens a room with an invite that is new, or that opened this very room before; one whose room could not be opened
   * stays new.
   * @throws ApiError 403 when it was used for another room, and what `open` throws
   */
  async use(
    { id, expiresAtMs }: NonNullable<Client['invite']>,
    room: string,
    open: () => Promise<void>,
  ): Promise<void> {
    this.#forgetExpired();
    const used = this.#rooms.get(id);
    if (used && used.room !== room)
      throw new ApiError(403, 'This invite has been used: ask for another one.');
    this.#rooms.set(id, { room, expiresAtMs });
    try {
      await open();
    } catch (error) {
      if (!used) this.#rooms.delete(id);
      throw error;
    }
  }

  #forgetExpired(): void {
    const now = Date.now();
    for (const [id, { expiresAtMs }] of this.#rooms) if (expiresAtMs < now) this.#rooms.delete(id);
  }
}
