import { OpenAI } from 'openai';

/** How to reach one OpenAI-compatible model server. */
export interface ModelServer {
  /** With its `/v1`. */
  baseUrl: string;
  apiKey: string;
  model: string;
}

const ANSWER_TIMEOUT_MS = 10_000;

/** Media types that an OpenAI-compatible server answers with; a web page with status 200 is some other server. */
const EXPECTED_TYPES = /^(application\/json|text\/event-stream)/;

/** A client that refuses answers of the wrong kind instead of reading them as empty ones. Retries are the caller's. */
export function createModelClient({ baseUrl, apiKey }: ModelServer): OpenAI {
  return new OpenAI({
    baseURL: baseUrl,
    apiKey,
    maxRetries: 0,
    timeout: ANSWER_TIMEOUT_MS,
    fetch: fetchJson,
  });
}

async function fetchJson(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  const type = response.headers.get('content-type') ?? 'no content type';
  if (!response.ok || EXPECTED_TYPES.test(type)) return response;
  await response.body?.cancel();
  throw new Error(`the server answered ${type} instead of JSON; is this its base URL?`);
}
