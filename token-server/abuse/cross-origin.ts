import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';

const PREFLIGHT_CACHE_S = 600;

/**
 * Lets pages of these origins ask for tokens from a browser; those of all others are not answered with CORS headers,
 * so that browsers keep the answer from them, and do not even send JSON.
 *
 * @param origins - like https://app.example.com, compared as a whole
 */
export function allowOrigins(origins: readonly string[]): MiddlewareHandler {
  const allowed = new Set(origins);
  const answer = cors({
    origin: (origin) => (allowed.has(origin) ? origin : null),
    allowMethods: ['POST'],
    allowHeaders: ['Authorization', 'Content-Type'],
    exposeHeaders: ['Retry-After', 'RateLimit', 'RateLimit-Policy'],
    maxAge: PREFLIGHT_CACHE_S,
  });
  return async (context, next) => {
    const origin = context.req.header('Origin');
    return origin !== undefined && allowed.has(origin) ? answer(context, next) : next();
  };
}
