import {
  AudioFrame,
  AudioSource,
  AudioStream,
  LocalAudioTrack,
  Room,
  RoomEvent,
  TrackKind,
  TrackPublishOptions,
  TrackSource,
} from '@livekit/rtc-node';
import type { RemoteTrack, TextStreamReader } from '@livekit/rtc-node';
import { z } from 'zod';

/** The rate of everything a caller hears, and says unless told otherwise: that of the TTS servers whose speech it says. */
export const CALL_RATE_HZ = 24_000;

const FRAME_MS = 20;

/** Short, so that what is said leaves at once; what is queued is added to the times that {@link Caller.say} tells. */
const MICROPHONE_QUEUE_MS = 40;

/** Agents publish what both sides said as text streams on this topic (LiveKit's transcription protocol). */
const TRANSCRIPTION_TOPIC = 'lk.transcription';

const tokenSchema = z.object({ server_url: z.string(), participant_token: z.string() });

/** Something that was said, as the agent wrote it down. */
export interface TranscriptLine {
  speaker: 'caller' | 'agent';
  text: string;
  /** When its first words came; an answer's words come as it is spoken. */
  startedMs: number;
  /** When it was whole. */
  atMs: number;
}

/** A data message that the agent sent to the room. */
export interface ReceivedData {
  topic: string;
  text: string;
  atMs: number;
}

/** A stretch of audio as it reached the caller. */
export interface HeardFrame {
  /** When it arrived, on the clock of `performance.now()`. */
  atMs: number;
  samples: Int16Array;
}

/** A participant without a screen: it joins a room, speaks recordings into it, and keeps all it hears and reads. */
export class Caller {
  readonly heard: HeardFrame[] = [];
  readonly transcript: TranscriptLine[] = [];
  readonly data: ReceivedData[] = [];
  /** The agent's participant attributes, such as `lk.agent.state` and `parley.llm`. */
  agentAttributes: Record<string, string> = {};
  readonly #room = new Room();
  readonly #microphone: AudioSource;
  #toSay: { samples: Int16Array; done: (endedAtMs: number) => void } | undefined;
  #talking = true;

  private constructor(microphoneRateHz: number) {
    this.#microphone = new AudioSource(microphoneRateHz, 1, MICROPHONE_QUEUE_MS);
  }

  /**
   * Joins the way a web page does: asks the token server for a room, connects and publishes a microphone.
   *
   * @param pageUrl - base URL of the token server.
   * @param credential - what it asks for, when it asks for one.
   * @throws Error when no token is given or the room can't be joined.
   */
  static async join(pageUrl: string, credential?: string): Promise<Caller> {
    const authorization = credential ? { authorization: `Bearer ${credential}` } : undefined;
    const response = await fetch(`${pageUrl}/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization },
      body: '{}',
    });
    if (!response.ok) throw new Error(`POST /token answered ${response.status}: ${await response.text()}`);
    const { server_url: url, participant_token: token } = tokenSchema.parse(await response.json());
    return Caller.connect(url, token);
  }

  /**
   * Joins with a token that was made elsewhere.
   *
   * @param microphoneRateHz - rate of what {@link Caller.say} is given; a whole number of samples per 20 ms.
   */
  static async connect(url: string, token: string, microphoneRateHz = CALL_RATE_HZ): Promise<Caller> {
    const caller = new Caller(microphoneRateHz);
    caller.#listen();
    await caller.#room.connect(url, token, { autoSubscribe: true, dynacast: false });
    await caller.#publishMicrophone();
    return caller;
  }

  /**
   * Speaks mono samples at the microphone's rate; between calls the microphone sends silence.
   *
   * @returns when the last sample left the microphone, on the clock of `performance.now()`.
   */
  say(samples: Int16Array): Promise<number> {
    return new Promise((done) => {
      this.#toSay = { samples, done };
    });
  }

  /** Leaves the room. */
  async leave(): Promise<void> {
    this.#talking = false;
    await this.#room.disconnect();
  }

  #listen(): void {
    this.#room.on(RoomEvent.TrackSubscribed, (track) => {
      if (track.kind === TrackKind.KIND_AUDIO) void this.#record(track);
    });
    this.#room.on(RoomEvent.ParticipantAttributesChanged, (_, participant) => {
      if (participant.identity !== this.#room.localParticipant?.identity)
        this.agentAttributes = { ...participant.attributes };
    });
    this.#room.on(RoomEvent.DataReceived, (payload, _participant, _kind, topic) => {
      this.data.push({ topic: topic ?? '', text: Buffer.from(payload).toString(), atMs: performance.now() });
    });
    this.#room.registerTextStreamHandler(TRANSCRIPTION_TOPIC, (reader, { identity }) => {
      void this.#read(reader, identity);
    });
  }

  async #record(track: RemoteTrack): Promise<void> {
    for await (const frame of new AudioStream(track, { sampleRate: CALL_RATE_HZ, numChannels: 1 }))
      this.heard.push({ atMs: performance.now(), samples: Int16Array.from(frame.data) });
  }

  /** The caller's words come whole, in interim and final versions; the agent's in one stream per answer. */
  async #read(reader: TextStreamReader, identity: string): Promise<void> {
    const startedMs = performance.now();
    const isCaller = identity === this.#room.localParticipant?.identity;
    if (isCaller && reader.info.attributes?.['lk.transcription_final'] !== 'true') return;
    const text = await reader.readAll().catch(() => undefined); // Cut off when the caller leaves.
    if (text === undefined) return;
    this.transcript.push({
      speaker: isCaller ? 'caller' : 'agent',
      text: text.trim(),
      startedMs,
      atMs: performance.now(),
    });
  }

  async #publishMicrophone(): Promise<void> {
    const track = LocalAudioTrack.createAudioTrack('microphone', this.#microphone);
    const options = new TrackPublishOptions();
    options.source = TrackSource.SOURCE_MICROPHONE;
    await this.#room.localParticipant?.publishTrack(track, options);
    void this.#runMicrophone();
  }

  /** A microphone never stops: voice activity detection needs to hear silence as well. */
  async #runMicrophone(): Promise<void> {
    const rateHz = this.#microphone.sampleRate;
    const frameSamples = (rateHz * FRAME_MS) / 1000;
    let position = 0;
    while (this.#talking) {
      const saying = this.#toSay;
      const frame = new Int16Array(frameSamples);
      if (saying) frame.set(saying.samples.subarray(position, position + frameSamples));
      await this.#microphone.captureFrame(new AudioFrame(frame, rateHz, 1, frameSamples));
      if (!saying) continue;
      position += frameSamples;
      if (position < saying.samples.length) continue;
      const paddingMs = ((position - saying.samples.length) / rateHz) * 1000;
      this.#toSay = undefined;
      position = 0;
      saying.done(performance.now() + this.#microphone.queuedDuration - paddingMs);
    }
  }
}
