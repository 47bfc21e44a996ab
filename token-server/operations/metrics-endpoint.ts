import { Hono } from 'hono';

import { type ClientEnv, requirePermission } from '../authentication/client.ts';
import type { Metrics } from './metrics.ts';

/** `GET /` for Prometheus, which sends an operator's key as its bearer token. */
export function createMetricsEndpoint({ registry }: Metrics): Hono<ClientEnv> {
  const endpoint = new Hono<ClientEnv>();
  endpoint.get('/', requirePermission('operate'), async (context) =>
    context.body(await registry.metrics(), 200, { 'Content-Type': registry.contentType }),
  );
  return endpoint;
}
