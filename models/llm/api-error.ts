import type { Context } from 'hono';

/** A request that is refused. The message says what was wrong, what was expected and what to do. */
export class ApiError extends Error {
  readonly status: 400 | 404 | 405 | 413;
  /** The field that was wrong, as a path: `messages.0.role`. */
  readonly param: string | null;
  readonly code: string | null;

  constructor(status: ApiError['status'], message: string, details: { param?: string; code?: string } = {}) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.param = details.param ?? null;
    this.code = details.code ?? null;
  }
}

/**
 * Answers any failure in OpenAI's envelope, so that its client libraries raise the matching exception.
 * Source: https://platform.openai.com/docs/guides/error-codes
 */
export function answerError(error: Error, context: Context): Response {
  if (error instanceof ApiError) {
    const { message, param, code } = error;
    // The rest of the body is never read, so the connection cannot serve another request.
    if (error.status === 413) context.header('Connection', 'close');
    return context.json({ error: { message, type: 'invalid_request_error', param, code } }, error.status);
  }
  console.error(`${context.req.method} ${context.req.path} failed:`, error);
  const message = 'The server failed on this request; its log says why.';
  return context.json({ error: { message, type: 'server_error', param: null, code: null } }, 500);
}
