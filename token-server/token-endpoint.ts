import { Hono } from 'hono';

import { ApiError } from './api-error.ts';
import { type ClientEnv, requirePermission } from './authentication/client.ts';
import type { GrantCall } from './calls/call-grant.ts';
import { readJson } from './json-body.ts';
import { parseTokenRequest } from './token-request.ts';

/** LiveKit's standard token endpoint: `POST /` answers 201 {server_url, participant_token} and has opened the room. */
export function createTokenEndpoint(grantCall: GrantCall): Hono<ClientEnv> {
  const endpoint = new Hono<ClientEnv>();
  endpoint.post('/', requirePermission('call'), async (context) => {
    const request = parseTokenRequest(await readJson(context.req.raw));
    const { join } = await grantCall(context.var.client, request);
    context.header('Cache-Control', 'no-store');
    return context.json(join, 201);
  });
  endpoint.all('/', (context) => {
    context.header('Allow', 'POST');
    throw new ApiError(405, `${context.req.method} is not possible here: send a POST.`);
  });
  return endpoint;
}
