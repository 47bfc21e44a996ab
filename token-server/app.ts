import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';

import { ApiError, answerError } from './api-error.ts';
import { type Authentication, createAuthentication } from './authentication/authentication.ts';
import { createInviteEndpoint } from './authentication/invite-endpoint.ts';
import { type TokenServerConfig, listApiSecrets } from './config.ts';
import { createDashboardEndpoint } from './dashboard/dashboard-endpoint.ts';
import { createPage } from './page.ts';
import { findMissingParts } from './readiness.ts';
import { createTokenEndpoint } from './token-endpoint.ts';

/** Ample for every field at its limit that a sensible client sends. */
const MAX_BODY_BYTES = 16 * 1024;

/**
 * The token server without a socket. Who asks is found out first; see authentication/.
 * - `POST /token`: LiveKit's standard token endpoint: 201 {server_url, participant_token}, or a 4xx that names the field
 * - `POST /invites`: for an operator, a link that lets somebody in once
 * - `GET /dashboard/data`: for an operator, health and latency; the page at /dashboard shows it
 * - `GET /authentication`: whether a credential is needed, for the page
 * - `GET /healthz`: this process answers; `GET /readyz`: a call would be answered now, else 503 with what is missing
 * - everything else: the built page in `pageFolder`
 */
export function createApp(
  config: TokenServerConfig,
  pageFolder: string,
  authentication: Authentication = createAuthentication(config.authentication, listApiSecrets(config)),
): Hono {
  const app = new Hono();
  app.onError(answerError);
  app.notFound((context) => answerError(new ApiError(404, 'There is nothing at this address.'), context));
  app.use(secureHeaders(describeSecurityHeaders(config)));

  for (const path of ['/token', '/invites']) app.use(path, authentication.middleware, limitBody());
  app.route('/token', createTokenEndpoint(config));
  app.route('/invites', createInviteEndpoint(config.apiSecret));
  app.use('/dashboard/data', authentication.middleware);
  app.route(
    '/dashboard',
    createDashboardEndpoint(config.dashboard, config, () => Promise.resolve({})),
  );
  app.get('/authentication', (context) => context.json({ required: authentication.isRequired }));

  app.get('/healthz', (context) => context.json({ status: 'ok' }));
  app.get('/readyz', async (context) => {
    const missing = await findMissingParts(config);
    return missing.length === 0
      ? context.json({ status: 'ready' })
      : context.json({ status: 'not ready', missing }, 503);
  });

  app.route('/', createPage(pageFolder));
  return app;
}

function limitBody() {
  return bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: (context) => {
      context.header('Connection', 'close'); // The rest of the body would be taken for the next request.
      throw new ApiError(413, `The request body is too large: at most ${MAX_BODY_BYTES} bytes.`);
    },
  });
}

/** The page loads nothing from elsewhere and talks to two places: this server and livekit-server. */
function describeSecurityHeaders({
  livekitPublicUrl,
  allowsCamera,
}: TokenServerConfig): Parameters<typeof secureHeaders>[0] {
  const { protocol, host } = new URL(livekitPublicUrl);
  // livekit-client asks the same server over HTTP why a WebSocket was refused.
  const livekit = [`${protocol}//${host}`, `${protocol.replace('ws', 'http')}//${host}`];
  return {
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      connectSrc: ["'self'", ...livekit],
      imgSrc: ["'self'", 'data:'],
      mediaSrc: ["'self'", 'blob:'],
      workerSrc: ["'self'", 'blob:'],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
    permissionsPolicy: { microphone: ['self'], camera: allowsCamera ? ['self'] : [], geolocation: [] },
    referrerPolicy: 'no-referrer',
    // Whether this host is HTTPS only is for whoever terminates TLS to say.
    strictTransportSecurity: false,
  };
}
