import { ApiError } from './api-error.ts';

/**
 * The JSON that a request carries. Asking for its type also keeps other sites' forms out: a browser sends it across
 * origins only with CORS.
 * @throws ApiError 415 or 400
 */
export async function readJson(request: Request): Promise<unknown> {
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
