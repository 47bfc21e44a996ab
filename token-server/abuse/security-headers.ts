import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

import type { TokenServerConfig } from '../config.ts';

const ONE_YEAR_S = 365 * 24 * 3600;

/**
 * What browsers may do with the page: load nothing from elsewhere, talk to this server and to livekit-server, use the
 * microphone, and stand in nobody's frame.
 */
export function sendSecurityHeaders({
  livekitPublicUrl,
  allowsCamera,
  abuse,
}: TokenServerConfig): MiddlewareHandler {
  const { protocol, host } = new URL(livekitPublicUrl);
  // livekit-client asks the same server over HTTP why a WebSocket was refused.
  const livekit = [`${protocol}//${host}`, `${protocol.replace('ws', 'http')}//${host}`];
  return secureHeaders({
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
    // Behind a proxy, whether this host is HTTPS only is for the proxy to say.
    strictTransportSecurity: abuse.tls !== undefined && `max-age=${ONE_YEAR_S}`,
    overwrite: false, // What is for other sites says so itself.
  });
}
