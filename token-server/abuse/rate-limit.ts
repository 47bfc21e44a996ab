import type { Context, MiddlewareHandler } from 'hono';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

import { ApiError } from '../api-error.ts';

const WINDOW_S = 60;

/** Clients that are told apart within a window, a few MB at most; all others share one limit. */
const MAX_CLIENTS = 20_000;

/** One limit on requests a minute. */
export interface RateLimit {
  /** What is counted, as the RateLimit headers name it. */
  name: 'address' | 'key';
  perMinute: number;
  /** Whose request it is. */
  findClient: (context: Context) => string;
}

/**
 * Refuses with 429 and Retry-After (seconds) what exceeds the limit, and tells every client where it stands.
 * Headers: https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export function limitRate(
  { name, perMinute, findClient }: RateLimit,
  maxClients = MAX_CLIENTS,
): MiddlewareHandler {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: WINDOW_S });
  const bound = boundClients(maxClients);
  return async (context, next) => {
    const state = await count(limiter, bound(findClient(context)));
    const resetS = Math.ceil(state.msBeforeNext / 1000);
    context.header('RateLimit-Policy', `"${name}";q=${perMinute};w=${WINDOW_S}`, { append: true });
    context.header('RateLimit', `"${name}";r=${state.remainingPoints};t=${resetS}`, { append: true });
    if (state.consumedPoints > perMinute) {
      throw new ApiError(
        429,
        `Too many requests with this ${name}: at most ${perMinute} a minute. Try again in ${resetS} s.`,
        { headers: { 'Retry-After': String(resetS) }, reason: 'rate_limit' },
      );
    }
    await next();
  };
}

async function count(limiter: RateLimiterMemory, client: string): Promise<RateLimiterRes> {
  try {
    return await limiter.consume(client);
  } catch (state) {
    if (state instanceof RateLimiterRes) return state;
    throw state;
  }
}

/** Passes on the first names of each window and calls all others the same. */
function boundClients(maxClients: number): (client: string) => string {
  let seen = new Set<string>();
  let endsAtMs = 0;
  return (client) => {
    if (Date.now() >= endsAtMs) {
      seen = new Set();
      endsAtMs = Date.now() + WINDOW_S * 1000;
    }
    if (!seen.has(client) && seen.size >= maxClients) return 'all others';
    seen.add(client);
    return client;
  };
}
