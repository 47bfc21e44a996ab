import { z } from 'zod';
import { fetchFromModel } from '../../model-client.ts';
import type { ModelServer } from '../../model-client.ts';

/** What chat templates add to a message, for its role and its end: 3 (Mistral) to 5 (Llama 3). */
export const MESSAGE_TOKENS = 5;

/** Texts whose count is kept: those of a window and of what is left out of it. */
const MAX_TEXTS = 300;

/** A tokenizer answers at once, or its server has better things to do. */
const TOKENIZER_TIMEOUT_MS = 2_000;

/** vLLM and SGLang give the count as well, llama.cpp only the tokens. */
const tokenizerAnswer = z.union([
  z.object({ count: z.int() }).transform(({ count }) => count),
  z.object({ tokens: z.array(z.unknown()) }).transform(({ tokens }) => tokens.length),
]);

/** Scripts of which a character is about one token. */
const IDEOGRAPHIC = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/**
 * Counts tokens without ever waiting: by what the model's own server has told of a text (`POST /tokenize` of SGLang,
 * vLLM and llama.cpp), and until then by an estimate.
 */
export class TokenCounter {
  readonly #server: ModelServer | undefined;
  readonly #known = new Map<string, number>();
  #isAvailable = true;

  /** Without a server, everything is estimated. */
  constructor(server?: ModelServer) {
    this.#server = server;
  }

  /** Who counted most recently: for the log. */
  get source(): 'server' | 'estimate' {
    return this.#isAvailable && this.#known.size > 0 ? 'server' : 'estimate';
  }

  count(text: string): number {
    return this.#known.get(text) ?? estimateTokens(text);
  }

  /** Asks the server about texts, one after the other; one that has no tokenizer is not asked again. */
  async learn(texts: Iterable<string>, signal: AbortSignal): Promise<void> {
    const isOver = () => signal.aborted;
    for (const text of texts) {
      if (!this.#server || !this.#isAvailable || isOver()) return;
      if (this.#known.has(text)) continue;
      const limit = AbortSignal.any([signal, AbortSignal.timeout(TOKENIZER_TIMEOUT_MS)]);
      const count = await askTokenizer(this.#server, text, limit).catch(() => undefined);
      if (count !== undefined) this.#keep(text, count);
      else if (!isOver()) this.#isAvailable = false;
    }
  }

  #keep(text: string, count: number): void {
    this.#known.set(text, count);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_TEXTS && oldest !== undefined) this.#known.delete(oldest);
  }
}

/** One question in the words of all three servers, each of which passes over those of the others. */
async function askTokenizer(server: ModelServer, text: string, signal: AbortSignal): Promise<number> {
  const response = await fetchFromModel(`${server.baseUrl.replace(/\/(v1\/?)?$/, '')}/tokenize`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.apiKey}` },
    body: JSON.stringify({ model: server.model, prompt: text, content: text, add_special_tokens: false }),
    signal,
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`the tokenizer answered ${response.status}`);
  }
  return tokenizerAnswer.parse(await response.json());
}

/** A guess that is rather too high than too low, for the tokenizers of Llama 3, Qwen and their like. */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [run] of text.matchAll(/[a-z]+|\d|[\p{L}\p{M}]+|[^\s\p{L}\p{M}\d]/giu)) {
    if (run.length === 1) tokens += 1;
    else if (/^[a-z]+$/i.test(run)) tokens += Math.ceil(run.length / 7);
    else if (IDEOGRAPHIC.test(run)) tokens += run.length;
    else tokens += Math.ceil(run.length / 3);
  }
  return tokens;
}
