import { join } from 'node:path';
import { DEFAULT_API_CONNECT_OPTIONS, shortuuid, tts } from '@livekit/agents';
import type { APIConnectOptions } from '@livekit/agents';
import { FrameCutter } from './frame-cutter.ts';
import type { Segmentation } from './segmentation.ts';
import { ServerSpeed } from './server-speed.ts';
import { SpeechCache } from './speech-cache.ts';
import { SPEECH_SAMPLE_RATE_HZ } from './speech-request.ts';
import type { SpeechOptions } from './speech-request.ts';
import { SpeechSource } from './speech-source.ts';
import { SpeechStream } from './speech-stream.ts';
import type { SpeechMeter, SpeechStreamOptions } from './speech-stream.ts';
import { SpokenReplies } from './spoken-reply.ts';

export interface SynthesizerOptions extends SpeechOptions {
  /** Room on disk for speech that is said again, in MB of 2^20 bytes; 0 keeps none. */
  cacheMb: number;
  /** The folder in which Parley keeps what it can make again. */
  cacheDir: string;
  segmentation?: Segmentation;
  /**
   * Resolves when the caller's turn is committed, at once where nothing is speculative. Only the first 2 s of a
   * reply are made before.
   */
  whenCommitted?: () => Promise<void>;
  /** Resolves when the caller is silent, if only for a moment. */
  whenSilent?: () => Promise<void>;
  /** Called as a reply begins to be spoken: who measures it. */
  beginReply?: () => SpeechMeter | undefined;
}

/**
 * Text to speech from an OpenAI-compatible server, streaming: the first words go out as soon as they are written,
 * what follows in pieces sized by the server's measured speed so that no gap is heard, one request at a time (two
 * would halve each other on a CPU), and frames leave as their bytes arrive. What is said again comes from disk. The
 * framework's own openai.TTS waits for whole responses and plays whatever they contain.
 */
export class SpeechSynthesizer extends tts.TTS {
  label = 'parley.SpeechSynthesizer';
  readonly #options: SynthesizerOptions;
  readonly #shared: SpeechStreamOptions;
  readonly #streams = new Set<SpeechStream>();
  /** What its replies say, and when. */
  readonly replies = new SpokenReplies();

  constructor(options: SynthesizerOptions) {
    super(SPEECH_SAMPLE_RATE_HZ, 1, { streaming: true });
    this.#options = options;
    this.#shared = {
      source: createSpeechSource(options),
      speed: new ServerSpeed(options.speed),
      get pace() {
        return options.speed; // It may change within a call.
      },
      segmentation: options.segmentation ?? 'clauses',
      whenCommitted: options.whenCommitted ?? (() => Promise.resolve()),
      whenSilent: options.whenSilent ?? (() => Promise.resolve()),
      beginReply: options.beginReply ?? (() => undefined),
      replies: this.replies,
      onEnd: (stream) => this.#streams.delete(stream),
    };
  }

  override get model(): string {
    return this.#options.model;
  }

  override get provider(): string {
    return new URL(this.#options.baseUrl).host;
  }

  synthesize(text: string, connOptions?: APIConnectOptions, abortSignal?: AbortSignal): tts.ChunkedStream {
    return new SpeechChunkedStream(this, this.#shared.source, text, connOptions, abortSignal);
  }

  stream(options?: { connOptions?: APIConnectOptions }): tts.SynthesizeStream {
    const stream = new SpeechStream(this, this.#shared, options?.connOptions);
    this.#streams.add(stream);
    return stream;
  }

  /** Ends what is being made for replies of the session: nobody will hear it. */
  stop(): void {
    for (const stream of this.#streams) stream.close();
    this.#streams.clear();
  }
}

/** The server's speech, and what of it is kept on disk. */
export function createSpeechSource(options: SynthesizerOptions): SpeechSource {
  const { cacheDir, cacheMb } = options;
  const cache = cacheMb > 0 ? new SpeechCache(join(cacheDir, 'speech'), cacheMb * 2 ** 20) : undefined;
  return new SpeechSource(options, cache);
}

/** One text, whole, as the server speaks it. */
class SpeechChunkedStream extends tts.ChunkedStream {
  label = 'parley.SpeechChunkedStream';
  readonly #source: SpeechSource;
  readonly #connOptions: APIConnectOptions;

  constructor(
    synthesizer: SpeechSynthesizer,
    source: SpeechSource,
    text: string,
    connOptions: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS,
    abortSignal?: AbortSignal,
  ) {
    super(text, synthesizer, connOptions, abortSignal);
    this.#source = source;
    this.#connOptions = connOptions;
  }

  protected async run(): Promise<void> {
    const id = shortuuid();
    const frames = new FrameCutter(SPEECH_SAMPLE_RATE_HZ);
    const put = (frame: tts.SynthesizedAudio['frame']) =>
      this.queue.put({ requestId: id, segmentId: id, frame, final: false });
    const { timeoutMs } = this.#connOptions;
    for await (const samples of this.#source.speak(this.inputText, this.abortSignal, timeoutMs))
      for (const frame of frames.push(samples)) put(frame);
    for (const frame of frames.flush()) put(frame);
  }
}
