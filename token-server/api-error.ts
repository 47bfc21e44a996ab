import type { Context } from 'hono';

/** A request that is refused. The message says what was wrong, what was expected and what to do. */
export class ApiError extends Error {
  readonly status: 400 | 404 | 405 | 413 | 415 | 422;
  /** The field of the request that was wrong, as a path: `room_config.agents.0.agent_name`. */
  readonly field: string | undefined;

  constructor(status: ApiError['status'], message: string, field?: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.field = field;
  }
}

/** Answers any failure as `{error: {message, field?}}`; what is not an ApiError is logged and answered 500. */
export function answerError(error: Error, context: Context): Response {
  if (error instanceof ApiError) {
    return context.json({ error: { message: error.message, field: error.field } }, error.status);
  }
  console.error(`${context.req.method} ${context.req.path} failed:`, error);
  return context.json(
    { error: { message: 'The token server failed on this request; its log says why.' } },
    500,
  );
}
