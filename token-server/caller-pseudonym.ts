import { createHmac } from 'node:crypto';

import type { Client } from './authentication/client.ts';

/** The attribute by which the agent tells callers apart across calls; clients can't set what begins with `parley.`. */
export const CALLER_ATTRIBUTE = 'parley.caller';

const PSEUDONYM_BYTES = 16;

/**
 * What the agent may remember a caller by: the same in every call of one person, and nothing but a number to everybody
 * else. With another secret, everybody is somebody else.
 *
 * @param chosenIdentity - the participant identity, where the client chose it (CALL_IDENTITIES).
 * @returns undefined for whom nobody vouches. An invite is for one call; an API key may stand for all visitors of a site,
 * unless its owner says which of them calls.
 */
export function pseudonymizeCaller(
  apiSecret: string,
  { kind, name }: Client,
  chosenIdentity: string | undefined,
): string | undefined {
  if (kind === 'development') return kind; // Whoever sits at this machine.
  const person = kind === 'key' ? chosenIdentity : kind === 'invite' ? undefined : '';
  if (person === undefined) return undefined;
  const content = JSON.stringify(['parley memory', kind, name, person]);
  return createHmac('sha256', apiSecret)
    .update(content)
    .digest()
    .subarray(0, PSEUDONYM_BYTES)
    .toString('hex');
}
