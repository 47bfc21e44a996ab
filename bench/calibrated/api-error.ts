import type { Context } from 'hono';

/** A request that is refused, in OpenAI's envelope. */
export class ApiError extends Error {
  readonly status: 400 | 404;

  constructor(status: ApiError['status'], message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

/** Answers any failure so that OpenAI's client libraries raise the matching exception. */
export function answerError(error: Error, context: Context): Response {
  const status = error instanceof ApiError ? error.status : 500;
  const type = status < 500 ? 'invalid_request_error' : 'server_error';
  if (status === 500) console.error(`${context.req.method} ${context.req.path} failed:`, error);
  return context.json({ error: { message: error.message, type, param: null, code: null } }, status);
}

/** The JSON body of a request. @throws ApiError when it is none. */
export async function readJson(context: Context): Promise<unknown> {
  try {
    return await context.req.json();
  } catch (error) {
    throw new ApiError(400, `The body is not JSON: ${(error as Error).message}`);
  }
}
