import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

import { ApiError } from '../api-error.ts';

/** From a static file to a livekit-server that does not answer. */
const DURATION_BUCKETS_S = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10];

/** Why a request was refused, by its answer; 429 has more than one reason and brings its own. */
const REASONS: Partial<Record<number, string>> = {
  400: 'malformed',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method',
  409: 'conflict',
  413: 'too_large',
  415: 'media_type',
  422: 'invalid',
  503: 'livekit',
};

/** How many calls there are, as the records have it. */
export type CountCalls = () => Promise<Record<'waiting' | 'live', number>>;

/** What this process counts for Prometheus. */
export interface Metrics {
  registry: Registry;
  /** Measures every request that passes. */
  middleware: MiddlewareHandler;
  /** Counts a call that was granted, by the kind of credential. */
  countGrant: (kind: string) => void;
  countWebhook: (outcome: 'accepted' | 'repeated' | 'refused') => void;
  /** Refused requests since the start, by reason. */
  listRefusals: () => Promise<Record<string, number>>;
}

export function createMetrics(countCalls: CountCalls): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer a request.',
    labelNames: ['method', 'route', 'status'],
    buckets: DURATION_BUCKETS_S,
    registers,
  });
  const refusals = new Counter({
    name: 'parley_refusals_total',
    help: 'Requests that were refused.',
    labelNames: ['reason'],
    registers,
  });
  const grants = new Counter({
    name: 'parley_grants_total',
    help: 'Calls that were granted.',
    labelNames: ['credential'],
    registers,
  });
  const webhooks = new Counter({
    name: 'parley_webhooks_total',
    help: 'Reports of livekit-server.',
    labelNames: ['outcome'],
    registers,
  });
  addCallGauge(registry, countCalls);
  return {
    registry,
    middleware: measureRequests(requests, refusals),
    countGrant: (credential) => grants.inc({ credential }),
    countWebhook: (outcome) => webhooks.inc({ outcome }),
    listRefusals: async () => {
      const { values } = await refusals.get();
      return Object.fromEntries(values.map(({ labels, value }) => [String(labels.reason), value]));
    },
  };
}

function addCallGauge(registry: Registry, countCalls: CountCalls): void {
  new Gauge({
    name: 'parley_calls',
    help: 'Calls that are going on, or whose caller has not joined yet.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      for (const [state, count] of Object.entries(await countCalls())) this.set({ state }, count);
    },
  });
}

function measureRequests(
  requests: Histogram<'method' | 'route' | 'status'>,
  refusals: Counter<'reason'>,
): MiddlewareHandler {
  return async (context, next) => {
    const end = requests.startTimer();
    await next();
    const { status } = context.res;
    end({ method: context.req.method, route: routePath(context), status });
    if (!(context.error instanceof ApiError)) return;
    refusals.inc({ reason: context.error.reason ?? REASONS[status] ?? 'other' });
  };
}
