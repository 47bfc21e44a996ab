import { createSpeechKey } from './speech-cache.ts';
import type { SpeechCache } from './speech-cache.ts';
import { requestSpeech } from './speech-request.ts';
import type { SpeechOptions } from './speech-request.ts';

/** Where the samples of a text come from: this machine's disk, or else the server. */
export class SpeechSource {
  readonly #options: SpeechOptions;
  readonly #cache: SpeechCache | undefined;

  constructor(options: SpeechOptions, cache: SpeechCache | undefined) {
    this.#options = options;
    this.#cache = cache;
  }

  /** Whether the samples are on this machine's disk. */
  async has(text: string): Promise<boolean> {
    return (await this.#cache?.has(this.#getKey(text))) ?? false;
  }

  /**
   * Yields samples as in {@link requestSpeech}, with its errors.
   *
   * @param onServed - called when the server has sent all of them, not when they come from the disk.
   */
  async *speak(
    text: string,
    signal: AbortSignal,
    timeoutMs: number,
    onServed: (synthesisMs: number) => void = () => undefined,
  ): AsyncGenerator<Int16Array> {
    const key = this.#getKey(text);
    const known = await this.#cache?.read(key);
    if (known) {
      if (!signal.aborted) yield known;
      return;
    }
    const startedMs = performance.now();
    const chunks: Int16Array[] = [];
    for await (const samples of requestSpeech(this.#options, text, signal, timeoutMs)) {
      chunks.push(samples);
      yield samples;
    }
    if (signal.aborted) return;
    onServed(performance.now() - startedMs);
    void this.#cache?.offer(key, concat(chunks));
  }

  /** Has the server speak a text that is the same for everybody, and keeps it. @throws as {@link requestSpeech}. */
  async prepare(text: string, signal: AbortSignal, timeoutMs: number): Promise<void> {
    const chunks: Int16Array[] = [];
    for await (const samples of requestSpeech(this.#options, text, signal, timeoutMs)) chunks.push(samples);
    if (!signal.aborted) await this.#cache?.keep(this.#getKey(text), concat(chunks));
  }

  #getKey(text: string): string {
    const { baseUrl, model, voice, speed } = this.#options;
    return createSpeechKey(baseUrl, model, voice, speed, text);
  }
}

function concat(chunks: Int16Array[]): Int16Array {
  const joined = new Int16Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}
