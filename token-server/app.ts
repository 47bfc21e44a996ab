import { type Context, Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';

import { limitBody } from './abuse/body-limit.ts';
import { createAddressFinder } from './abuse/client-address.ts';
import { allowOrigins } from './abuse/cross-origin.ts';
import { limitRate } from './abuse/rate-limit.ts';
import { sendSecurityHeaders } from './abuse/security-headers.ts';
import { ApiError, answerError } from './api-error.ts';
import { type Authentication, createAuthentication } from './authentication/authentication.ts';
import type { ClientEnv } from './authentication/client.ts';
import { createInviteEndpoint } from './authentication/invite-endpoint.ts';
import { createCallsEndpoint } from './calls/calls-endpoint.ts';
import { createCalls } from './calls/calls.ts';
import { createWebhookEndpoint } from './calls/webhook-endpoint.ts';
import { type TokenServerConfig, listApiSecrets, listKeyPairs } from './config.ts';
import { createDashboardEndpoint } from './dashboard/dashboard-endpoint.ts';
import type { Audit } from './operations/audit.ts';
import { createHealthEndpoint } from './operations/health-endpoint.ts';
import { createMetricsEndpoint } from './operations/metrics-endpoint.ts';
import { type Metrics, createMetrics } from './operations/metrics.ts';
import { describeApi } from './operations/openapi.ts';
import { createPage } from './page.ts';
import { createTokenEndpoint } from './token-endpoint.ts';

/** What a process adds to its configuration. */
export interface AppParts {
  authentication?: Authentication;
  audit?: Audit;
  /** Whether this process is about to end, and wants no new callers. */
  isStopping?: () => boolean;
}

/** Paths that want a credential. */
const GUARDED = ['/token', '/invites', '/calls', '/calls/*', '/dashboard/data', '/metrics'];

/**
 * The token server without a socket; `GET /openapi.json` describes it. What passes through here is measured, then held to
 * a limit by address, then asked for a credential and held to a limit by that, and only then read. Liveness and the
 * reports of livekit-server, which are signed, are not held back by what others send.
 */
export function createApp(config: TokenServerConfig, pageFolder: string, parts: AppParts = {}): Hono {
  const {
    authentication = createAuthentication(config.authentication, listApiSecrets(config)),
    audit = () => undefined,
    isStopping = () => false,
  } = parts;
  const metrics: Metrics = createMetrics(() => calls.count());
  const calls = createCalls(config, (event, fields) => {
    if (event === 'call granted') metrics.countGrant(fields.kind);
    audit(event, fields);
  });
  const health = createHealthEndpoint(config, isStopping);

  const app = new Hono();
  app.onError(answerError);
  app.notFound((context) => answerError(new ApiError(404, 'There is nothing at this address.'), context));
  app.use(metrics.middleware, sendSecurityHeaders(config), methodNotAllowed({ app, onMethodNotAllowed }));
  app.route('/', health.liveness);
  app.route('/webhooks', createWebhookEndpoint(listKeyPairs(config), calls.watch, metrics.countWebhook));

  const { rateLimitPerAddress, rateLimitPerKey, trustedProxies, corsOrigins } = config.abuse;
  const findAddress = createAddressFinder(trustedProxies);
  app.use(limitRate({ name: 'address', perMinute: rateLimitPerAddress, findClient: findAddress }));
  app.use('/token', allowOrigins(corsOrigins));
  const limitKey = limitRate({ name: 'key', perMinute: rateLimitPerKey, findClient: nameClient });
  for (const path of GUARDED) app.use(path, authentication.middleware, limitKey, limitBody());

  app.route('/token', createTokenEndpoint(calls.grantCall));
  app.route('/calls', createCallsEndpoint(calls));
  app.route('/invites', createInviteEndpoint(config.apiSecret));
  app.route('/dashboard', createDashboardEndpoint(config.dashboard, config, metrics.listRefusals));
  app.route('/metrics', createMetricsEndpoint(metrics));
  app.get('/authentication', (context) => context.json({ required: authentication.isRequired }));
  app.route('/', health.readiness);
  app.get('/openapi.json', (context) => context.json(describeApi()));
  app.route('/', createPage(pageFolder));
  return app;
}

/** Each invite is a client of its own, whatever it is called. */
function nameClient(context: Context<ClientEnv>): string {
  const { kind, name, invite } = context.var.client;
  return `${kind} ${invite?.id ?? name}`;
}

function onMethodNotAllowed(context: Context, methods: string[]): Response {
  const allowed = methods.join(', ');
  context.res.headers.delete('Content-Encoding'); // Of the answer that this one replaces.
  const error = new ApiError(405, `${context.req.method} is not possible here: use ${allowed}.`, {
    headers: { Allow: allowed },
  });
  return answerError(error, context);
}
