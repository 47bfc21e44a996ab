import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

const ONE_YEAR_S = 365 * 24 * 3600;

/**
 * What browsers may do with the page: load nothing from elsewhere, talk to this server and to livekit-server, use the
 * microphone, and stand in nobody's frame.
 *
 * @param isTls - this process speaks HTTPS itself; behind a proxy, whether a host is HTTPS only is for the proxy to say
 */
export function sendSecurityHeaders(livekitPublicUrl: string, isTls: boolean): MiddlewareHandler {
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
    permissionsPolicy: { microphone: ['self'], camera: [], geolocation: [] },
    referrerPolicy: 'no-referrer',
    strictTransportSecurity: isTls && `max-age=${ONE_YEAR_S}`,
  });
}
