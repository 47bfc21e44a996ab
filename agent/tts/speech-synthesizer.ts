import { APIError, DEFAULT_API_CONNECT_OPTIONS, log, shortuuid, tokenize, tts } from '@livekit/agents';
import type { APIConnectOptions } from '@livekit/agents';
import { AudioFrame } from '@livekit/rtc-node';
import { requestSpeech, SPEECH_SAMPLE_RATE_HZ } from './speech-request.ts';
import type { SpeechOptions } from './speech-request.ts';

/** Long chunks are cut to this, so that an interruption never waits for more than one frame. */
const MAX_FRAME_SAMPLES = SPEECH_SAMPLE_RATE_HZ / 20;

/**
 * Text to speech from an OpenAI-compatible server, streaming: text goes out sentence by sentence, one request at
 * a time (two would halve each other on a CPU), and frames leave as their bytes arrive. The framework's own
 * openai.TTS waits for whole responses and plays whatever they contain.
 */
export class SpeechSynthesizer extends tts.TTS {
  label = 'parley.SpeechSynthesizer';
  readonly #options: SpeechOptions;

  constructor(options: SpeechOptions) {
    super(SPEECH_SAMPLE_RATE_HZ, 1, { streaming: true });
    this.#options = options;
  }

  override get model(): string {
    return this.#options.model;
  }

  override get provider(): string {
    return new URL(this.#options.baseUrl).host;
  }

  synthesize(text: string, connOptions?: APIConnectOptions, abortSignal?: AbortSignal): tts.ChunkedStream {
    return new SpeechChunkedStream(this, this.#options, text, connOptions, abortSignal);
  }

  stream(options?: { connOptions?: APIConnectOptions }): tts.SynthesizeStream {
    return new SpeechSynthesizeStream(this, this.#options, options?.connOptions);
  }
}

class SpeechChunkedStream extends tts.ChunkedStream {
  label = 'parley.SpeechChunkedStream';
  readonly #options: SpeechOptions;
  readonly #connOptions: APIConnectOptions;

  constructor(
    synthesizer: SpeechSynthesizer,
    options: SpeechOptions,
    text: string,
    connOptions: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS,
    abortSignal?: AbortSignal,
  ) {
    super(text, synthesizer, connOptions, abortSignal);
    this.#options = options;
    this.#connOptions = connOptions;
  }

  protected async run(): Promise<void> {
    const id = shortuuid();
    const { timeoutMs } = this.#connOptions;
    for await (const samples of requestSpeech(this.#options, this.inputText, this.abortSignal, timeoutMs))
      for (const frame of cutFrames(samples))
        this.queue.put({ requestId: id, segmentId: id, frame, final: false });
  }
}

class SpeechSynthesizeStream extends tts.SynthesizeStream {
  label = 'parley.SpeechSynthesizeStream';
  readonly #options: SpeechOptions;
  readonly #sentences = new tokenize.basic.SentenceTokenizer().stream();

  constructor(synthesizer: SpeechSynthesizer, options: SpeechOptions, connOptions?: APIConnectOptions) {
    super(synthesizer, connOptions);
    this.#options = options;
  }

  protected async run(): Promise<void> {
    await Promise.all([this.#splitSentences(), this.#speakSentences()]);
  }

  async #splitSentences(): Promise<void> {
    for await (const text of this.input) {
      if (text === tts.SynthesizeStream.FLUSH_SENTINEL) this.#sentences.flush();
      else this.#sentences.pushText(text);
    }
    this.#sentences.endInput();
    this.#sentences.close();
  }

  async #speakSentences(): Promise<void> {
    const segmentId = shortuuid();
    for await (const { token } of this.#sentences) {
      if (this.abortSignal.aborted) return;
      await this.#speakSentence(token, segmentId);
    }
    this.queue.put(tts.SynthesizeStream.END_OF_STREAM);
  }

  /** Tries a sentence again only while none of it was heard, so that no word is said twice. */
  async #speakSentence(text: string, segmentId: string): Promise<void> {
    const { timeoutMs, maxRetry } = this.connOptions;
    for (let attempt = 0; ; attempt++) {
      let heard = false;
      this.markStarted();
      try {
        for await (const samples of requestSpeech(this.#options, text, this.abortSignal, timeoutMs)) {
          heard = true;
          for (const frame of cutFrames(samples))
            this.queue.put({ requestId: segmentId, segmentId, frame, final: false });
        }
        return;
      } catch (error) {
        if (!(error instanceof APIError) || !error.retryable || heard || attempt >= maxRetry)
          throw new APIError(error instanceof Error ? error.message : String(error), { retryable: false });
        log().warn({ attempt: attempt + 1, reason: error.message }, 'asking the TTS server again');
      }
    }
  }
}

function* cutFrames(samples: Int16Array): Generator<AudioFrame> {
  for (let start = 0; start < samples.length; start += MAX_FRAME_SAMPLES) {
    const part = samples.slice(start, start + MAX_FRAME_SAMPLES);
    yield new AudioFrame(part, SPEECH_SAMPLE_RATE_HZ, 1, part.length);
  }
}
