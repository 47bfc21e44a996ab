import { Hono } from 'hono';

import { type ClientEnv, requirePermission } from '../authentication/client.ts';
import { readJson } from '../json-body.ts';
import { parseTokenRequest } from '../token-request.ts';
import type { GrantCall } from './call-grant.ts';
import type { CallDesk } from './call-desk.ts';
import { encodeCursor, parseCallQuery } from './call-list-query.ts';
import type { CallRecords } from './call-records.ts';
import type { CallWatch } from './call-watch.ts';

/** What the endpoint works with. */
export interface CallsEndpointParts {
  records: CallRecords;
  watch: CallWatch;
  desk: CallDesk;
  grantCall: GrantCall;
}

/**
 * Calls for operators: a backend, or the dashboard.
 * - `POST /` with the fields of a token request makes a room, calls the agent, and answers 201 {call, server_url,
 *   participant_token}: the token is for one caller
 * - `GET /?state&limit&cursor` lists calls, newest first: {calls, next_cursor}
 * - `GET /:id` is one call; `DELETE /:id` ends it for everybody in it: 204
 */
export function createCallsEndpoint({
  records,
  watch,
  desk,
  grantCall,
}: CallsEndpointParts): Hono<ClientEnv> {
  const endpoint = new Hono<ClientEnv>();
  endpoint.use(requirePermission('operate'));

  endpoint.post('/', async (context) => {
    const request = parseTokenRequest(await readJson(context.req.raw));
    const { record, join } = await grantCall(context.var.client, request);
    context.header('Cache-Control', 'no-store');
    context.header('Location', `/calls/${record.id}`);
    return context.json({ call: record, ...join }, 201);
  });
  endpoint.get('/', async (context) => {
    const query = parseCallQuery(context.req.query());
    await watch.refresh();
    const { calls, next } = records.list(query);
    return context.json({ calls, next_cursor: next === undefined ? null : encodeCursor(next) });
  });
  endpoint.get('/:id', async (context) => {
    await watch.refresh();
    return context.json(desk.get(context.req.param('id')));
  });
  endpoint.delete('/:id', async (context) => {
    await desk.end(context.var.client, context.req.param('id'));
    return context.body(null, 204);
  });
  return endpoint;
}
