import { TransformStream } from 'node:stream/web';
import { log, stt, VADEventType } from '@livekit/agents';
import type { APIConnectOptions, VAD } from '@livekit/agents';
import { AudioFrame } from '@livekit/rtc-node';
import type { Hypothesis } from '../hypothesis.ts';
import { joinSamples } from '../samples.ts';
import { LISTENING_RATE_HZ, TurnAudio } from '../turn-audio.ts';
import { JUDGED_SAMPLES } from './audio-judge.ts';
import type { AudioJudge } from './audio-judge.ts';
import type { Floor } from './floor.ts';
import { isUnclear } from './intelligibility.ts';
import type { Pause } from './pause.ts';
import type { PreparedReply } from './prepared-reply.ts';
import { FRAME_MS } from './speech-detection.ts';
import { TurnTaking } from './turn-taking.ts';
import type { CommittedTurn, TurnActions, TurnTakingOptions } from './turn-taking.ts';

const FRAME_SAMPLES = (FRAME_MS * LISTENING_RATE_HZ) / 1000;

/** Audio from before speech was detected that belongs to it: soft first sounds. */
const PREROLL_FRAMES = Math.ceil(480 / FRAME_MS);

/** Audio goes to the STT server in pieces of this length while the caller speaks. */
const FEED_FRAMES = 3;

/** Silence after which the caller has stopped to speak, if only for a moment. */
const QUIET_AFTER_MS = 3 * FRAME_MS;

/** A microphone that sends nothing for this long is muted: that is silence too. */
const MUTED_AFTER_MS = 200;

/** At a pause after this much audio, what was understood is kept as it is, and only what follows is decoded. */
const LONGEST_DECODED_SAMPLES = 20 * LISTENING_RATE_HZ;

/** Whoever writes down what the caller says. */
export interface Recognition {
  feed(audio: TurnAudio): void;
  hypothesize(audio: TurnAudio, signal: AbortSignal): Promise<Hypothesis>;
  clear(): void;
  close(): void;
}

/** Judges by the words whether a turn is over: 0 to 1, or undefined where nobody can tell. Never rejects. */
export type WordJudge = (text: string, signal: AbortSignal) => Promise<number | undefined>;

/** Moments of a turn, for the latency meter. */
export interface TurnObserver {
  asked(silenceMs: number): void;
  speculated(heard: Hypothesis): void;
  speculationCancelled(): void;
  committed(turn: CommittedTurn, heard: Hypothesis): void;
  dropped(): void;
}

/** What a stream of turns works with. */
export interface TurnStreamParts {
  vad: VAD;
  createFloor(): Floor;
  judge: AudioJudge;
  judgeWords: WordJudge;
  observer: TurnObserver;
  options: TurnTakingOptions;
  prepared: PreparedReply;
  /** @param onInterim - receives what was understood so far, while the caller speaks. */
  createRecognition(onInterim: (heard: Hypothesis) => void): Recognition;
  /** Whether a turn needs no answer of the language model: none is prepared. */
  isCommand(text: string): boolean;
  /** The caller has told the agent to stop, in these words, and gets no answer. */
  onStopped(text: string): void;
  /** By how much later than it was said everything is heard. */
  inputDelayMs: number;
  /** The caller said something that could not be made out, so many times in a row. */
  onLost(times: number): void;
}

/**
 * The caller's audio, frame by frame through Silero VAD to {@link TurnTaking}, and its decisions as the framework's
 * speech events: START_OF_SPEECH, PREFLIGHT_TRANSCRIPT (an answer is prepared), then FINAL_TRANSCRIPT and
 * END_OF_SPEECH (it is given). The framework follows these events alone (`turnDetection: 'stt'`).
 */
export class TurnStream extends stt.SpeechStream implements TurnActions {
  label = 'parley.TurnStream';
  readonly #parts: TurnStreamParts;
  readonly #floor: Floor;
  readonly #turnTaking: TurnTaking;
  readonly #recognition: Recognition;
  readonly #audio = new TurnAudio();
  #preroll: Int16Array[] = [];
  #unfedFrames = 0;
  #asking: AbortController | undefined;
  #interrupted = Promise.resolve();
  /** What an answer is prepared to. */
  #speculated: string | undefined;
  /** What was understood last. */
  #heard: Hypothesis = { text: '', endOfTurn: undefined };
  /** Turns in a row that could not be made out. */
  #lost = 0;
  /** Text of the turn whose audio is not kept any more. */
  #settledText = '';

  constructor(owner: stt.STT, parts: TurnStreamParts, connOptions?: APIConnectOptions) {
    super(owner, LISTENING_RATE_HZ, connOptions);
    this.#parts = parts;
    this.#floor = parts.createFloor();
    this.#turnTaking = new TurnTaking(parts.options, this);
    parts.prepared.onReady = () => this.#turnTaking.replyReady();
    this.#recognition = parts.createRecognition((heard) => {
      this.#heard = heard;
      if (!isUnclear(heard)) this.#turnTaking.overhear(this.#join(heard.text));
    });
  }

  override close(): void {
    this.#asking?.abort();
    this.#recognition.close();
    super.close();
  }

  protected async run(): Promise<void> {
    const vad = this.#parts.vad.stream();
    const windows = new TransformStream<AudioFrame, AudioFrame>();
    const writer = windows.writable.getWriter();
    vad.updateInputStream(windows.readable);
    const pumped = this.#pump((samples) => {
      const frame = new AudioFrame(samples, LISTENING_RATE_HZ, 1, samples.length);
      writer.write(frame).catch(() => undefined); // The call has ended, and nobody listens any more.
    }).finally(() => vad.close());
    for await (const event of vad)
      if (event.type === VADEventType.INFERENCE_DONE && event.frames[0])
        this.#hear(event.frames[0].data, event.probability);
    await pumped;
  }

  /** Cuts the input into VAD windows, and fills in silence while the microphone is muted in the middle of a turn. */
  async #pump(push: (samples: Int16Array) => void): Promise<void> {
    let pending = new Int16Array();
    let lastInputMs = performance.now();
    const filler = setInterval(() => {
      if (this.#turnTaking.isTurnOpen && performance.now() - lastInputMs > MUTED_AFTER_MS)
        push(new Int16Array(FRAME_SAMPLES));
    }, FRAME_MS);
    try {
      for await (const frame of this.input) {
        if (typeof frame === 'symbol') continue;
        lastInputMs = performance.now();
        const joined = joinSamples([pending, frame.data]);
        let start = 0;
        for (; start + FRAME_SAMPLES <= joined.length; start += FRAME_SAMPLES)
          push(joined.slice(start, start + FRAME_SAMPLES));
        pending = joined.slice(start);
      }
    } finally {
      clearInterval(filler);
    }
  }

  #hear(samples: Int16Array, probability: number): void {
    if (this.#turnTaking.isTurnOpen) {
      this.#audio.append(samples);
      if (++this.#unfedFrames >= FEED_FRAMES) this.#feed();
    } else this.#preroll = [...this.#preroll.slice(1 - PREROLL_FRAMES), samples];
    this.#turnTaking.hear({ samples, probability }, this.#floor.isAgentBusy());
    this.#parts.prepared.hear(this.#turnTaking.isTurnOpen && this.#turnTaking.silenceMs < QUIET_AFTER_MS);
  }

  #feed(): void {
    this.#unfedFrames = 0;
    this.#recognition.feed(this.#audio);
  }

  hypothesize(): void {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.#parts.observer.asked(this.#turnTaking.silenceMs + this.#parts.inputDelayMs);
    this.#recognition.hypothesize(this.#audio, asking.signal).then(
      (heard) => {
        if (asking.signal.aborted) return;
        this.#heard = heard;
        const joined = this.#join(heard.text);
        const confidence = this.#settledText ? undefined : heard.confidence; // It is of the last words only.
        if (this.#audio.length > LONGEST_DECODED_SAMPLES && this.#turnTaking.silenceMs > 0)
          this.#settle(joined);
        this.#turnTaking.understand({ ...heard, text: joined, confidence });
      },
      (error: unknown) => {
        if (asking.signal.aborted) return;
        log().error({ reason: String(error) }, 'what the caller said could not be written down');
        this.#turnTaking.giveUp();
      },
    );
  }

  abandonHypothesis(): void {
    this.#asking?.abort();
  }

  judgeBySound(pause: Pause): void {
    const audio = this.#audio.slice(-JUDGED_SAMPLES);
    void this.#parts.judge(audio).then((probability) => {
      if (probability !== undefined) this.#turnTaking.listen(pause, probability);
    });
  }

  judgeByWords(pause: Pause, text: string): void {
    const signal = this.#asking?.signal;
    if (!signal) return;
    void this.#parts.judgeWords(text, signal).then((probability) => {
      if (probability !== undefined) this.#turnTaking.read(pause, probability);
    });
  }

  startTurn(): void {
    for (const samples of this.#preroll) this.#audio.append(samples);
    this.#preroll = [];
    this.#feed();
    this.queue.put({ type: stt.SpeechEventType.START_OF_SPEECH });
  }

  speculate(text: string): void {
    if (this.#parts.isCommand(text)) {
      if (this.#speculated !== undefined) this.cancelSpeculation(); // It sounded like something else before.
      queueMicrotask(() => this.#turnTaking.replyReady()); // There is nothing to wait for.
      return;
    }
    this.#speculated = text;
    const heard = { ...this.#heard, text };
    // What the caller heard of an interrupted answer is part of what the next one is prepared from.
    void this.#interrupted.then(() => {
      if (this.#speculated !== text) return;
      this.#parts.observer.speculated(heard);
      this.queue.put({ type: stt.SpeechEventType.PREFLIGHT_TRANSCRIPT, alternatives: [this.#write(text)] });
    });
  }

  cancelSpeculation(): void {
    this.#speculated = undefined;
    this.#parts.observer.speculationCancelled();
    this.#floor.cancelSpeculation();
  }

  commit(turn: CommittedTurn): void {
    this.#lost = 0;
    if (this.#parts.isCommand(turn.text)) this.#parts.observer.dropped();
    else this.#parts.observer.committed(turn, { ...this.#heard, text: turn.text });
    this.queue.put({ type: stt.SpeechEventType.FINAL_TRANSCRIPT, alternatives: [this.#write(turn.text)] });
    this.#end(turn.silenceMs);
  }

  dropTurn(command?: string): void {
    this.#parts.observer.dropped();
    if (command !== undefined) this.#parts.onStopped(command);
    this.#end(0);
  }

  askAgain(): void {
    this.#parts.onLost(++this.#lost);
  }

  pauseAgent(): void {
    this.#floor.pauseAgent();
  }

  resumeAgent(): void {
    this.#floor.resumeAgent();
  }

  interruptAgent(): void {
    this.#interrupted = this.#floor.interruptAgent().catch((error: unknown) => {
      log().warn({ reason: String(error) }, 'the agent could not be interrupted'); // The call is ending.
    });
  }

  #end(silenceMs: number): void {
    this.#speculated = undefined;
    const speechEndTime = Date.now() - silenceMs - this.#parts.inputDelayMs;
    this.queue.put({ type: stt.SpeechEventType.END_OF_SPEECH, speechEndTime });
    this.#asking?.abort();
    this.#settle('');
  }

  /** Keeps what was understood and forgets its audio. */
  #settle(text: string): void {
    this.#settledText = text;
    this.#audio.clear();
    this.#recognition.clear();
  }

  #join(text: string): string {
    return `${this.#settledText} ${text}`.trim();
  }

  #write(text: string): stt.SpeechData {
    const { language } = this.#parts.options;
    return {
      text,
      language: language as stt.SpeechData['language'],
      startTime: 0,
      endTime: 0,
      confidence: 1,
    };
  }
}
