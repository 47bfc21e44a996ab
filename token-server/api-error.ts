import type { Context } from 'hono';

/** A request that is refused. The message says what was wrong, what was expected and what to do. */
export class ApiError extends Error {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 503;
  /** The field of the request that was wrong, as a path: `room_config.agents.0.agent_name`. */
  readonly field: string | undefined;
  /** What the answer's head says besides, such as Retry-After in seconds. */
  readonly headers: Readonly<Record<string, string>>;
  /** A word for the metrics where the status has more than one reason. */
  readonly reason: string | undefined;

  constructor(
    status: ApiError['status'],
    message: string,
    { field, headers = {}, reason }: ApiErrorDetails = {},
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.field = field;
    this.headers = headers;
    this.reason = reason;
  }
}

interface ApiErrorDetails {
  field?: string | undefined;
  headers?: Readonly<Record<string, string>>;
  reason?: string;
}

/** Answers any failure as `{error: {message, field?}}`; what is not an ApiError is logged and answered 500. */
export function answerError(error: Error, context: Context): Response {
  if (error instanceof ApiError) {
    const body = { error: { message: error.message, field: error.field } };
    return context.json(body, error.status, error.headers);
  }
  // A path may hold line breaks by now.
  console.error(`${context.req.method} ${JSON.stringify(context.req.path)} failed:`, error);
  return context.json(
    { error: { message: 'The token server failed on this request; its log says why.' } },
    500,
  );
}
