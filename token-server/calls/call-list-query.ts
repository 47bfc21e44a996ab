import { z } from 'zod';

import { ApiError } from '../api-error.ts';
import type { CallQuery } from './call-records.ts';

const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;

/** The parameters of `GET /calls`. */
export const callListParameters = z.object({
  state: z.enum(['waiting', 'live', 'ended']).optional(),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/)
    .transform(Number)
    .pipe(z.number().max(MAX_LIMIT))
    .optional()
    .meta({ override: { type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT } }),
  cursor: z
    .string()
    .regex(/^[\w-]{1,200}$/)
    .optional()
    .meta({ description: 'next_cursor of the part before; only that.' }),
});

const EXPECTED = {
  state: "must be 'waiting', 'live' or 'ended'",
  limit: `must be a whole number from 1 to ${MAX_LIMIT}`,
  cursor: 'must be the next_cursor of the part before',
};

/** @throws ApiError 422 that names the parameter */
export function parseCallQuery(parameters: Readonly<Record<string, string>>): CallQuery {
  const result = callListParameters.safeParse(parameters);
  if (!result.success) throw refuse(result.error.issues[0]?.path[0] as keyof typeof EXPECTED);
  const { state, limit = DEFAULT_LIMIT, cursor } = result.data;
  return { state, limit, after: cursor && decodeCursor(cursor) };
}

/** Opaque to clients: where a part ended. */
export function encodeCursor(place: string): string {
  return Buffer.from(place).toString('base64url');
}

function decodeCursor(cursor: string): string {
  const place = Buffer.from(cursor, 'base64url').toString();
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z [\w-]+$/.test(place)) throw refuse('cursor');
  return place;
}

function refuse(field: keyof typeof EXPECTED): ApiError {
  return new ApiError(422, `${field} ${EXPECTED[field]}.`, { field });
}
