import type { MiddlewareHandler } from 'hono';

import { ApiError } from '../api-error.ts';

/** What a client may do: `call` asks for tokens, `operate` sees and ends everybody's calls and invites people. */
export type Permission = 'call' | 'operate';

/** Who sends a request, as far as its credential says. */
export interface Client {
  /** Stable and safe to log: a key's name, an invite's, or a pseudonym of who the identity provider names. */
  name: string;
  kind: 'development' | 'key' | 'invite' | 'identity';
  may: ReadonlySet<Permission>;
  /** Of an invite: which one this is, since each opens one call. */
  invite?: { id: string; expiresAtMs: number };
}

/** What the middleware of this folder leaves for those after it: `context.var.client`. */
export interface ClientEnv {
  Variables: { client: Client };
}

/** Refuses with 403 whoever may not do this; to be used after the middleware that finds out who asks. */
export function requirePermission(permission: Permission): MiddlewareHandler<ClientEnv> {
  return async (context, next) => {
    if (!context.var.client.may.has(permission)) {
      throw new ApiError(403, `This credential does not allow to ${permission}: use one that does.`);
    }
    await next();
  };
}
