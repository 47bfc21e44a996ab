import { OpenAI } from 'openai';
import { Agent } from 'undici';
import type { Dispatcher } from 'undici';

/** How to reach one OpenAI-compatible model server. */
export interface ModelServer {
  /** With its `/v1`. */
  baseUrl: string;
  apiKey: string;
  model: string;
}

/** Longest wait for an answer to begin, and then for each next piece of it. */
const ANSWER_TIMEOUT_MS = 10_000;

/** Longer than people talk in one turn, shorter than routers remember a quiet connection. fetch's own default is 4 s. */
const KEEP_ALIVE_MS = 60_000;

/** Connections to the model servers: kept between turns, and closed when an answer stops coming. */
const connections = new Agent({ keepAliveTimeout: KEEP_ALIVE_MS, bodyTimeout: ANSWER_TIMEOUT_MS });

/** The same connections, for who watches the answer more closely. */
const watchedConnections = connections.compose(
  (dispatch) => (options, handler) => dispatch({ ...options, headersTimeout: 0, bodyTimeout: 0 }, handler),
);

/** What a request fails with when the server had closed the kept connection that it was sent on. */
const STALE_CONNECTION = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'];

/** Media types that an OpenAI-compatible server answers with; a web page with status 200 is some other server. */
const EXPECTED_TYPES = /^(application\/json|text\/event-stream)/;

/**
 * A client that refuses answers of the wrong kind instead of reading them as empty ones. Aborting a request closes its
 * connection. Retries are the caller's, except that a request which met a stale connection is sent once more.
 */
export function createModelClient({ baseUrl, apiKey }: ModelServer): OpenAI {
  return new OpenAI({
    baseURL: baseUrl,
    apiKey,
    maxRetries: 0,
    timeout: ANSWER_TIMEOUT_MS,
    fetch: fetchJson,
  });
}

/** What a request asks, with what is added to every one of this server, in place of what stands there; null takes a field away. */
export function extendBody(body: object, extraBody: Readonly<Record<string, unknown>> = {}): object {
  return Object.fromEntries(Object.entries({ ...body, ...extraBody }).filter(([, value]) => value !== null));
}

/**
 * Like fetch, over connections that are kept between turns; what met a stale one is sent once more. `init.body` must be
 * something that can be sent twice: no stream.
 */
export function fetchFromModel(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  return fetchOver(connections, input, init);
}

/** Like {@link fetchFromModel}, but waits for an answer as long as `init.signal` lets it. */
export function fetchWatched(input: string | URL | Request, init: RequestInit): Promise<Response> {
  return fetchOver(watchedConnections, input, init);
}

async function fetchOver(
  dispatcher: Dispatcher,
  input: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  const options: object = { ...init, dispatcher }; // Its type differs from the one that Node was built with.
  const send = () => fetch(input, options);
  return send().catch((error: unknown) => {
    if (isStale(error)) return send();
    throw error;
  });
}

async function fetchJson(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetchFromModel(input, init);
  const type = response.headers.get('content-type') ?? 'no content type';
  if (!response.ok || EXPECTED_TYPES.test(type)) return response;
  await response.body?.cancel();
  throw new Error(`the server answered ${type} instead of JSON; is this its base URL?`);
}

function isStale(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined;
  return STALE_CONNECTION.includes(cause?.code ?? '');
}
