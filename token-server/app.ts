import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';

import { ApiError, answerError } from './api-error.ts';
import type { TokenServerConfig } from './config.ts';
import { createPage } from './page.ts';
import { createParticipantToken } from './participant-token.ts';
import { findMissingParts } from './readiness.ts';
import { createTokenRequestParser } from './token-request.ts';

/** Ample for every field at its limit that a sensible client sends. */
const MAX_BODY_BYTES = 16 * 1024;

/**
 * The token server without a socket.
 * - `POST /token`: LiveKit's standard token endpoint: 201 {server_url, participant_token}, or a 4xx that names the field
 * - `GET /healthz`: this process answers; `GET /readyz`: a call would be answered now, else 503 with what is missing
 * - everything else: the built page in `pageFolder`
 */
export function createApp(config: TokenServerConfig, pageFolder: string): Hono {
  const app = new Hono();
  const parseTokenRequest = createTokenRequestParser(config.agentName);
  app.onError(answerError);
  app.notFound((context) => answerError(new ApiError(404, 'There is nothing at this address.'), context));
  app.use(secureHeaders(describeSecurityHeaders(config.livekitPublicUrl)));

  app.post('/token', limitBody(), async (context) => {
    const request = parseTokenRequest(await readJson(context.req.raw));
    const participantToken = await createParticipantToken(config, request);
    context.header('Cache-Control', 'no-store');
    return context.json({ server_url: config.livekitPublicUrl, participant_token: participantToken }, 201);
  });
  app.all('/token', (context) => {
    context.header('Allow', 'POST');
    throw new ApiError(405, `${context.req.method} is not possible here: send a POST.`);
  });

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

/** Asking for the JSON type also keeps other sites' forms out: a browser sends it across origins only with CORS. */
async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    throw new ApiError(415, "Send JSON with 'Content-Type: application/json'.");
  const body = await request.text();
  try {
    return JSON.parse(body);
  } catch {
    throw new ApiError(400, 'The request body is not valid JSON.');
  }
}

/** The page loads nothing from elsewhere and talks to two places: this server and livekit-server. */
function describeSecurityHeaders(livekitPublicUrl: string): Parameters<typeof secureHeaders>[0] {
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
    permissionsPolicy: { microphone: ['self'], camera: [], geolocation: [] },
    referrerPolicy: 'no-referrer',
    // Whether this host is HTTPS only is for whoever terminates TLS to say.
    strictTransportSecurity: false,
  };
}
