import { TokenSource } from 'livekit-client';

import { createAuthorization, refuseCredential } from './credential.ts';

/** A token server answers in milliseconds; one that hangs would hold up every later try as well. */
const TIMEOUT_MS = 5_000;

/** What livekit-client says when the server does not accept who asks. */
const REFUSAL = /received 40[13]\b/;

/** Tickets for calls from the server that the page came from. */
export const tokenSource = TokenSource.custom(async (options) => {
  const endpoint = TokenSource.endpoint('/token', {
    headers: createAuthorization(),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  try {
    return await endpoint.fetch(options);
  } catch (error) {
    if (REFUSAL.test(String(error))) refuseCredential();
    throw error;
  }
});

/**
 * For useSession, which fetches tickets ahead of calls: each would open a room and call an agent into it, or spend an
 * invite. The page fetches its tickets itself.
 */
export const noTokenSource = TokenSource.custom(() => new Promise(() => undefined));
