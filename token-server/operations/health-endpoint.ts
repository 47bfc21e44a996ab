import { Hono } from 'hono';

import { type Dependencies, findMissingParts } from '../readiness.ts';

/**
 * `GET /healthz`: this process answers. `GET /readyz`: a call would be answered now; else 503 with what is missing, or
 * with nothing but `stopping` once this process has been told to end.
 */
export function createHealthEndpoint(
  dependencies: Dependencies,
  isStopping: () => boolean,
): Record<'liveness' | 'readiness', Hono> {
  const liveness = new Hono();
  liveness.get('/healthz', (context) => context.json({ status: 'ok' }));
  const readiness = new Hono();
  readiness.get('/readyz', async (context) => {
    if (isStopping()) return context.json({ status: 'stopping' }, 503);
    const missing = await findMissingParts(dependencies);
    return missing.length === 0
      ? context.json({ status: 'ready' })
      : context.json({ status: 'not ready', missing }, 503);
  });
  return { liveness, readiness };
}
