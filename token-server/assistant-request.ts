import { z } from 'zod';

import { ApiError } from './api-error.ts';
import type { Client } from './authentication/client.ts';
import type { NamePattern } from './name-pattern.ts';

const FIELD = 'room_config.agents.0.metadata';

/** Metadata that begins like this is the worker's own: see agent/replacement.ts. */
const RESERVED = 'parley.';

const request = z.object({ assistant: z.unknown() });

/**
 * Lets an agent's metadata through that names no assistant, `{"assistant": "NAME"}`, or one that this client may have:
 * those who may operate have them all.
 * @throws ApiError 422 for another assistant, and for what only the worker may say
 */
export function requireAllowedAssistant(
  metadata: string,
  allowed: readonly NamePattern[],
  client: Pick<Client, 'may'>,
): void {
  if (metadata.startsWith(RESERVED)) throw refuse(`must not begin with '${RESERVED}'`);
  const { data } = request.safeParse(parseJson(metadata));
  if (data?.assistant === undefined) return;
  const { assistant } = data;
  if (typeof assistant !== 'string') throw refuse('names an assistant by something that is no string');
  if (client.may.has('operate') || allowed.some((pattern) => pattern.fits(assistant))) return;
  throw refuse('names an assistant that CALL_ASSISTANTS does not allow');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Metadata may be anything.
  }
}

function refuse(message: string): ApiError {
  return new ApiError(422, `${FIELD} ${message}.`, { field: FIELD });
}
