import { joinSamples } from '../samples.ts';
import { sayClearly } from './clear-speech.ts';
import { RecentSpeech } from './recent-speech.ts';
import { createSpeechKey } from './speech-cache.ts';
import type { SpeechCache } from './speech-cache.ts';
import { requestSpeech } from './speech-request.ts';
import type { SpeechOptions } from './speech-request.ts';

/** Where the samples of a text come from: what the call has had spoken lately, this machine's disk, or else the server. */
export class SpeechSource {
  readonly #options: SpeechOptions;
  readonly #cache: SpeechCache | undefined;
  readonly #recent = new RecentSpeech();

  /** @param cache - undefined where nothing that was spoken is to be kept, not even in memory. */
  constructor(options: SpeechOptions, cache: SpeechCache | undefined) {
    this.#options = options;
    this.#cache = cache;
  }

  /** Whether the samples are on this machine. */
  async has(text: string): Promise<boolean> {
    const key = this.#getKey(text);
    return this.#recent.has(key) || ((await this.#cache?.has(key)) ?? false);
  }

  /**
   * Yields samples as in {@link requestSpeech}, with its errors.
   *
   * @param onServed - called when the server has sent all of them, not when they were here.
   */
  async *speak(
    text: string,
    signal: AbortSignal,
    timeoutMs: number,
    onServed: (synthesisMs: number) => void = () => undefined,
  ): AsyncGenerator<Int16Array> {
    const key = this.#getKey(text);
    const known = this.#recent.read(key) ?? (await this.#cache?.read(key));
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
    if (!this.#cache) return;
    const samples = joinSamples(chunks);
    this.#recent.keep(key, samples);
    void this.#cache.offer(key, samples);
  }

  /** Has the server speak a text that is the same for everybody, and keeps it. @throws as {@link requestSpeech}. */
  async prepare(text: string, signal: AbortSignal, timeoutMs: number): Promise<void> {
    const chunks: Int16Array[] = [];
    for await (const samples of requestSpeech(this.#options, text, signal, timeoutMs)) chunks.push(samples);
    if (!signal.aborted) await this.#cache?.keep(this.#getKey(text), joinSamples(chunks));
  }

  #getKey(text: string): string {
    const { baseUrl, model, voice, speed, language } = this.#options;
    return createSpeechKey(baseUrl, model, voice, speed, sayClearly(text, language));
  }
}
