import { createParser } from 'eventsource-parser';
import { fetchWatched } from '../model-client.ts';
import type { ModelServer } from '../model-client.ts';
import { readChunk } from './completion-chunk.ts';
import type { CompletionChunk } from './completion-chunk.ts';

/** What of a server's words about an error is kept: they may quote what was asked. */
const LONGEST_PROBLEM = 200;
/** One event is a word or two, and never so many characters. */
const LONGEST_EVENT = 1_000_000;

/** How long a server may leave an answer open that is over. */
const DRAIN_MS = 1_000;

/** A server that refuses, or answers something else than it should. */
export class CompletionError extends Error {
  /** Whether the same request may be answered another time. */
  readonly mayPass: boolean;

  constructor(message: string, mayPass: boolean) {
    super(message.slice(0, LONGEST_PROBLEM));
    this.name = 'CompletionError';
    this.mayPass = mayPass;
  }
}

/** What comes of a request, in order; `malformed` stands for an event that can't be read. */
export type CompletionEvent = CompletionChunk | 'done' | 'malformed';

/**
 * `POST /chat/completions`, as it is answered. Ends where the connection does.
 *
 * @throws CompletionError for an answer that is none, and what fetch throws.
 */
export async function* requestCompletion(
  { baseUrl, apiKey }: ModelServer,
  body: object,
  signal: AbortSignal,
): AsyncGenerator<CompletionEvent> {
  const response = await fetchWatched(`${baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
    body: JSON.stringify(body),
    signal,
  });
  const type = response.headers.get('content-type') ?? 'no content type';
  if (!response.ok) throw await describeRefusal(response);
  if (type.startsWith('application/json')) {
    yield readChunk(await response.text()) ?? 'malformed';
    return;
  }
  if (!type.startsWith('text/event-stream') || !response.body) {
    await response.body?.cancel();
    throw new CompletionError(`the server answered ${type} instead of JSON; is this its base URL?`, false);
  }
  yield* readEvents(response.body);
}

async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<CompletionEvent> {
  const events: CompletionEvent[] = [];
  const parser = createParser({
    maxBufferSize: LONGEST_EVENT,
    onEvent: ({ data }) => events.push(data.trim() === '[DONE]' ? 'done' : (readChunk(data) ?? 'malformed')),
    onError: ({ type, line }) => {
      if (type !== 'unknown-field' || line?.trim()) events.push('malformed');
    },
  });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let isOver = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      // The last event counts even without the empty line that ends one.
      parser.feed(done ? '\n\n' : decoder.decode(value, { stream: true }));
      isOver ||= events.includes('done');
      yield* events.splice(0);
      if (done) return;
    }
  } finally {
    void (isOver ? drain(reader) : reader.cancel().catch(() => undefined));
  }
}

/** Reads what is left behind the last event, which is nothing: only then the connection is kept for the next turn. */
async function drain(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  const timer = setTimeout(() => void reader.cancel().catch(() => undefined), DRAIN_MS);
  try {
    while (!(await reader.read()).done);
  } catch {
    // It was closed.
  } finally {
    clearTimeout(timer);
  }
}

/** 429 and what is wrong with the server may pass, what is wrong with the request does not. */
async function describeRefusal(response: Response): Promise<CompletionError> {
  const text = await response.text().catch(() => '');
  const said = readChunk(text)?.error ?? (/^\s*[<{]/.test(text) ? '' : text);
  const { status } = response;
  const mayPass = status >= 500 || status === 429 || status === 408;
  return new CompletionError(`HTTP ${status}${said ? `: ${said}` : ''}`, mayPass);
}
