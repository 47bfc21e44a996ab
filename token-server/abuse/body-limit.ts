import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';

import { ApiError } from '../api-error.ts';

/** Ample for every field at its limit that a sensible client sends. */
const MAX_BODY_BYTES = 16 * 1024;

/** Refuses larger bodies with 413, without reading them to their end. */
export function limitBody(maxBytes = MAX_BODY_BYTES): MiddlewareHandler {
  return bodyLimit({
    maxSize: maxBytes,
    onError: (context) => {
      context.header('Connection', 'close'); // The rest of the body would be taken for the next request.
      throw new ApiError(413, `The request body is too large: at most ${maxBytes} bytes.`);
    },
  });
}
