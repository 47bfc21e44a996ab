import { TokenSource } from 'livekit-client';

import { askFor } from '../call/assistant-choice.ts';
import { CallError, classifyTicketError } from '../call/call-problem.ts';
import type { Ticket } from '../call/kept-call.ts';

/** What a site shows to be let in: a key, an invite or a token of the identity provider; or what fetches one for a call. */
export type Credential = string | (() => string | Promise<string>);

/** A token server answers in milliseconds; a visitor does not wait longer for one that hangs. */
const TIMEOUT_MS = 5_000;

/**
 * Asks a server of another origin for a call.
 *
 * @param server - its origin, like https://voice.example.com
 * @param assistant - who is to answer; the server chooses unless it is given
 * @throws CallError
 */
export async function fetchTicket(
  server: string,
  credential: Credential | undefined,
  assistant?: string | null,
): Promise<Ticket> {
  const authorization = await createAuthorization(credential);
  const endpoint = TokenSource.endpoint(new URL('/token', server).href, {
    headers: authorization,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  try {
    return await endpoint.fetch(askFor(assistant));
  } catch (error) {
    const isRefused = error instanceof TypeError && (await isThere(server));
    throw new CallError(isRefused ? 'originRefused' : classifyTicketError(error), error);
  }
}

async function createAuthorization(credential: Credential | undefined): Promise<Record<string, string>> {
  try {
    const shown = typeof credential === 'function' ? await credential() : credential;
    return shown ? { Authorization: `Bearer ${shown}` } : {};
  } catch (error) {
    throw new CallError('credentialRefused', error);
  }
}

/** Browsers do not tell a refused origin from a server that is gone; this file is there for every origin. */
function isThere(server: string): Promise<boolean> {
  const request = fetch(new URL('/parley.js', server), {
    method: 'HEAD',
    cache: 'no-store',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return request.then(
    ({ ok }) => ok,
    () => false,
  );
}
