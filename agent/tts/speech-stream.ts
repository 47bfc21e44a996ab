import { setImmediate } from 'node:timers/promises';
import { APIError, log, shortuuid, tts } from '@livekit/agents';
import type { APIConnectOptions } from '@livekit/agents';
import { FrameCutter } from './frame-cutter.ts';
import { getPauseMs } from './pause.ts';
import { PendingText } from './pending-text.ts';
import { PlayoutClock } from './playout-clock.ts';
import { chooseSegment, chooseSentence, MIN_SEGMENT_MS } from './segmentation.ts';
import type { Segmentation, SegmentChoice } from './segmentation.ts';
import type { ServerSpeed } from './server-speed.ts';
import { EDGE_MS, SilenceTrimmer } from './silence-trimmer.ts';
import { countSpokenLetters } from './speech-length.ts';
import { SPEECH_SAMPLE_RATE_HZ } from './speech-request.ts';
import type { SpeechSource } from './speech-source.ts';
import type { SpokenReplies, SpokenReply } from './spoken-reply.ts';
import { SpokenText } from './spoken-text.ts';

/** Audio made for a reply that may never be heard. */
const SPECULATIVE_MS = 2_000;
const SPEAKABLE = /[\p{L}\p{N}]/u;

/** Told when a reply reaches these stages for the first time. */
export interface SpeechMeter {
  mark(stage: 'firstClause' | 'ttsRequest' | 'firstAudio'): void;
  countAudio(durationMs: number): void;
}

/** What the replies of one call share. */
export interface SpeechStreamOptions {
  source: SpeechSource;
  speed: ServerSpeed;
  /** Pace of the voice, 1 being its own. */
  pace: number;
  segmentation: Segmentation;
  /** Resolves when the turn that is being answered is known to be over; never, where the reply is dropped. */
  whenCommitted: () => Promise<void>;
  /** Resolves when the caller is silent: until then a slow server is not asked on speculation. */
  whenSilent: () => Promise<void>;
  /** Called as a reply begins to be spoken: who measures it. */
  beginReply: () => SpeechMeter | undefined;
  /** What is said, and when. */
  replies: SpokenReplies;
  onEnd: (stream: SpeechStream) => void;
}

/** One reply: text in, as it is written; frames out, as they are made. One request at a time. */
export class SpeechStream extends tts.SynthesizeStream {
  label = 'parley.SpeechStream';
  readonly #options: SpeechStreamOptions;
  readonly #text = new PendingText();
  readonly #clock = new PlayoutClock();
  readonly #frames = new FrameCutter(SPEECH_SAMPLE_RATE_HZ);
  readonly #id = shortuuid();
  readonly #marked = new Set<string>();
  readonly #committed: Promise<void>;
  readonly #meter: SpeechMeter | undefined;
  readonly #reply: SpokenReply;
  #isCommitted = false;
  #madeMs = 0;
  /** Silence that the last segment calls for before the next. */
  #pauseMs = 0;

  constructor(synthesizer: tts.TTS, options: SpeechStreamOptions, connOptions?: APIConnectOptions) {
    super(synthesizer, connOptions);
    this.#options = options;
    this.#meter = options.beginReply();
    this.#reply = options.replies.begin();
    this.#committed = this.#watchCommit();
  }

  protected async run(): Promise<void> {
    await Promise.all([this.#readText(), this.#speakText()]).finally(() => this.#options.onEnd(this));
  }

  /** An interruption counts as committed: whoever waits goes on, and finds the stream aborted. */
  async #watchCommit(): Promise<void> {
    const aborted = new Promise<void>((resolve) => {
      this.abortSignal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([this.#options.whenCommitted(), aborted]);
    this.#isCommitted = true;
    this.#clock.start(performance.now());
  }

  async #readText(): Promise<void> {
    const spoken = new SpokenText();
    for await (const text of this.input)
      this.#text.push(typeof text === 'string' ? spoken.push(text) : `${spoken.end()}\n`);
    this.#text.push(spoken.end());
    this.#text.end();
  }

  async #speakText(): Promise<void> {
    while (!this.abortSignal.aborted) {
      await setImmediate(); // What arrives together is judged together.
      if (this.#madeMs > SPECULATIVE_MS - MIN_SEGMENT_MS && !this.#isCommitted) await this.#committed;
      const { text, ended, version } = this.#text;
      const choice = await this.#choose(text, ended);
      if ('waitMs' in choice) {
        if (ended) break; // What is left then is no text to speak.
        await this.#text.waitForChange(version, choice.waitMs);
        continue;
      }
      const taken = this.#text.take(choice.end);
      if (!SPEAKABLE.test(taken)) continue;
      this.#mark('firstClause');
      if (this.#options.speed.isSlow) await Promise.race([this.#options.whenSilent(), this.#committed]);
      await this.#speakSegment(choice.joined ? `${taken.trim()},` : taken.trim());
      this.#pauseMs = choice.joined ? 0 : getPauseMs(taken, this.#options.pace);
    }
    if (!this.abortSignal.aborted) this.#reply.end();
    this.#put(this.#frames.flush());
    if (!this.queue.closed) this.queue.put(tts.SynthesizeStream.END_OF_STREAM);
  }

  async #choose(text: string, ended: boolean): Promise<SegmentChoice> {
    const { segmentation, speed, source } = this.#options;
    if (this.#madeMs === 0 && /[.!?。！？]\s*$/.test(text) && (await source.has(text.trim())))
      return { end: text.length, joined: false };
    if (segmentation === 'sentences') return chooseSentence({ text, ended });
    const aheadMs = this.#clock.getAheadMs(performance.now());
    const limitMs = this.#isCommitted ? Infinity : SPECULATIVE_MS - this.#madeMs;
    return chooseSegment({ text, ended, aheadMs, limitMs, speed });
  }

  /** Tries a segment again only while none of it was heard, so that no word is said twice. */
  async #speakSegment(text: string): Promise<void> {
    const { timeoutMs, maxRetry } = this.connOptions;
    for (let attempt = 0; ; attempt++) {
      const madeBeforeMs = this.#madeMs;
      this.markStarted();
      this.#mark('ttsRequest');
      try {
        await this.#playSegment(text, timeoutMs);
        return;
      } catch (error) {
        const heard = this.#madeMs > madeBeforeMs;
        if (!(error instanceof APIError) || !error.retryable || heard || attempt >= maxRetry)
          throw new APIError(error instanceof Error ? error.message : String(error), { retryable: false });
        log().warn({ attempt: attempt + 1, reason: error.message }, 'asking the TTS server again');
      }
    }
  }

  async #playSegment(text: string, timeoutMs: number): Promise<void> {
    const { source, speed } = this.#options;
    this.#reply.begin(text);
    const trimmer = new SilenceTrimmer(SPEECH_SAMPLE_RATE_HZ);
    const madeBeforeMs = this.#madeMs;
    let synthesisMs: number | undefined;
    const onServed = (elapsedMs: number) => (synthesisMs = elapsedMs);
    for await (const samples of source.speak(text, this.abortSignal, timeoutMs, onServed))
      this.#play(trimmer.push(samples), madeBeforeMs);
    if (this.abortSignal.aborted) return;
    this.#play(trimmer.finish(), madeBeforeMs);
    this.#put(this.#frames.flush());
    const audioMs = this.#madeMs - madeBeforeMs;
    if (synthesisMs !== undefined && audioMs > 0)
      speed.observe(synthesisMs, audioMs, countSpokenLetters(text));
  }

  #play(samples: Int16Array, madeBeforeMs: number): void {
    if (samples.length === 0 || this.queue.closed) return;
    if (this.#madeMs === madeBeforeMs) this.#playPause();
    this.#put(this.#frames.push(samples));
    this.#count(samples.length);
    this.#mark('firstAudio');
  }

  /** Silence between two segments, less what the caller has been waiting for this one. */
  #playPause(): void {
    const pauseMs = this.#pauseMs - 2 * EDGE_MS - this.#clock.getSilentMs(performance.now());
    if (this.#madeMs === 0 || pauseMs <= 0) return;
    const samples = new Int16Array(Math.round((pauseMs * SPEECH_SAMPLE_RATE_HZ) / 1000));
    this.#put(this.#frames.push(samples));
    this.#count(samples.length);
  }

  #count(samples: number): void {
    const audioMs = (samples * 1000) / SPEECH_SAMPLE_RATE_HZ;
    this.#madeMs += audioMs;
    this.#meter?.countAudio(audioMs);
    this.#reply.count(audioMs);
    this.#clock.add(audioMs, performance.now());
  }

  #put(frames: Iterable<tts.SynthesizedAudio['frame']>): void {
    for (const frame of frames)
      if (!this.queue.closed)
        this.queue.put({ requestId: this.#id, segmentId: this.#id, frame, final: false });
  }

  #mark(stage: Parameters<SpeechMeter['mark']>[0]): void {
    if (this.#marked.has(stage)) return;
    this.#marked.add(stage);
    this.#meter?.mark(stage);
  }
}
