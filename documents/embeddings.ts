import { z } from 'zod';
import { measureSimilarity, type Meaning, type Vector } from './text-index.ts';

/** A server with OpenAI's `POST /embeddings`. */
export interface EmbeddingServer {
  /** With its /v1. */
  baseUrl: string;
  apiKey: string;
  model: string;
}

/** Texts in one request; servers refuse, or take very long over, larger ones. */
const BATCH = 32;
const BATCH_TIMEOUT_MS = 60_000;

/** Questions whose vectors are kept: a caller's preparation and their turn are mostly the same words. */
const MAX_QUESTIONS = 200;

/**
 * What callers say that no document answers. How similar unrelated texts are is another figure with every
 * model: a passage is found by its meaning only if it is nearer to the question than any is, on average, to these.
 */
const smallTalk = [
  'My name is Katharina.',
  'Hello, can you hear me?',
  'Just a moment, please.',
  'I am sitting on the sofa at the moment.',
  'That is all, thank you very much.',
];

const answerSchema = z.object({
  data: z.array(z.object({ index: z.int(), embedding: z.array(z.number()).min(1) })),
});

/** What texts mean, as vectors of a model. */
export class Embeddings {
  readonly #server: EmbeddingServer;
  readonly #passages = new Map<string, Vector>();
  readonly #questions = new Map<string, Promise<Vector | undefined>>();

  constructor(server: EmbeddingServer) {
    this.#server = server;
  }

  /**
   * The vectors of passages, in their order. Only what is new is asked for; what is gone is forgotten.
   *
   * @throws Error that says what the server did instead of answering.
   */
  async embedPassages(passages: readonly string[]): Promise<Meaning> {
    const vectors = await this.#embed([...passages, ...smallTalk]);
    const ofPassages = vectors.slice(0, passages.length);
    const nearest = vectors
      .slice(passages.length)
      .map((talk) => ofPassages.reduce((most, each) => Math.max(most, measureSimilarity(talk, each)), 0));
    const minSimilarity = nearest.reduce((sum, each) => sum + each, 0) / nearest.length;
    return { vectors: ofPassages, minSimilarity };
  }

  async #embed(texts: readonly string[]): Promise<Vector[]> {
    const missing = [...new Set(texts)].filter((text) => !this.#passages.has(text));
    for (let start = 0; start < missing.length; start += BATCH) {
      const batch = missing.slice(start, start + BATCH);
      const vectors = await this.#ask(batch);
      batch.forEach((text, index) => this.#passages.set(text, vectors[index] ?? []));
    }
    const wanted = new Set(texts);
    for (const text of this.#passages.keys()) if (!wanted.has(text)) this.#passages.delete(text);
    return texts.map((text) => this.#passages.get(text) ?? []);
  }

  /** The vector of a question; undefined where the server does not give it. Never rejects. */
  embedQuestion(text: string): Promise<Vector | undefined> {
    const known = this.#questions.get(text);
    if (known) return known;
    const vector = this.#ask([text]).then(
      ([first]) => first,
      () => {
        this.#questions.delete(text); // The next one may fare better.
        return undefined;
      },
    );
    this.#questions.set(text, vector);
    const [oldest] = this.#questions.keys();
    if (this.#questions.size > MAX_QUESTIONS && oldest !== undefined) this.#questions.delete(oldest);
    return vector;
  }

  async #ask(input: readonly string[]): Promise<Vector[]> {
    const { baseUrl, apiKey, model } = this.#server;
    const response = await fetch(`${baseUrl.replace(/\/$/, '')}/embeddings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({ model, input }),
      signal: AbortSignal.timeout(BATCH_TIMEOUT_MS),
    });
    if (!response.ok)
      throw new Error(`it answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
    const { data } = answerSchema.parse(await response.json());
    if (data.length !== input.length)
      throw new Error(`it gave ${data.length} vectors for ${input.length} texts`);
    return data.toSorted((one, other) => one.index - other.index).map(({ embedding }) => embedding);
  }
}
