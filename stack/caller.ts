import { AudioStream, Room, RoomEvent, TrackKind } from '@livekit/rtc-node';
import type { RemoteTrack, TextStreamReader } from '@livekit/rtc-node';
import { Microphone } from './microphone.ts';
import { fetchTicket } from './ticket.ts';

/** The rate of everything a caller hears, and says unless told otherwise: that of the TTS servers whose speech it says. */
export const CALL_RATE_HZ = 24_000;

/** Agents publish what both sides said as text streams on this topic (LiveKit's transcription protocol). */
const TRANSCRIPTION_TOPIC = 'lk.transcription';

/** What callers type arrives at the agent on this topic. */
const CHAT_TOPIC = 'lk.chat';

/** Keys of a phone, in the order of the codes that RFC 4733 gives their tones. */
const PHONE_KEYS = '0123456789*#ABCD';

/** Something that was said, as the agent wrote it down. */
export interface TranscriptLine {
  speaker: 'caller' | 'agent';
  text: string;
  /** When its first words came; an answer's words come as it is spoken. */
  startedMs: number;
  /** When it was whole. */
  atMs: number;
}

/** What the agent is saying or has said; its words come as they are spoken. */
export interface SpokenLine {
  text: string;
  startedMs: number;
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
  /** One for each thing that the agent says, from its first word on. */
  readonly spoken: SpokenLine[] = [];
  /** When the call ended without this caller's doing, on the clock of `performance.now()`. */
  endedMs: number | undefined;
  /** The agent's participant attributes, such as `lk.agent.state` and `parley.llm`. */
  agentAttributes: Record<string, string> = {};
  #room = new Room();
  readonly #url: string;
  readonly #token: string;
  readonly #microphone: Microphone;

  private constructor(url: string, token: string, microphoneRateHz: number) {
    this.#url = url;
    this.#token = token;
    this.#microphone = new Microphone(microphoneRateHz);
  }

  /**
   * Joins the way a web page does: asks the token server for a room, connects and publishes a microphone.
   *
   * @param pageUrl - base URL of the token server.
   * @param credential - what it asks for, when it asks for one.
   * @param assistant - who should answer, if not the default.
   * @throws Error when no token is given or the room can't be joined.
   */
  static async join(pageUrl: string, credential?: string, assistant?: string): Promise<Caller> {
    const { url, token } = await fetchTicket(pageUrl, credential, assistant);
    return Caller.connect(url, token);
  }

  /**
   * Joins with a token that was made elsewhere.
   *
   * @param microphoneRateHz - rate of what {@link Caller.say} is given; a whole number of samples per 20 ms.
   */
  static async connect(url: string, token: string, microphoneRateHz = CALL_RATE_HZ): Promise<Caller> {
    const caller = new Caller(url, token, microphoneRateHz);
    await caller.#enter();
    void caller.#microphone.run();
    return caller;
  }

  /** The room of the call and who this caller is in it. */
  get place(): { room: string; identity: string } {
    return { room: this.#room.name ?? '', identity: this.#room.localParticipant?.identity ?? '' };
  }

  /** Joins again, as the same caller, a room that it was thrown out of. */
  async comeBack(): Promise<void> {
    this.#room.removeAllListeners();
    this.#room = new Room();
    this.endedMs = undefined;
    await this.#enter();
  }

  /**
   * Speaks mono samples at the microphone's rate; between calls the microphone sends silence.
   *
   * @returns when the last sample left the microphone, on the clock of `performance.now()`.
   */
  say(samples: Int16Array): Promise<number> {
    return this.#microphone.say(samples);
  }

  /** Sends what a person would type on the page. */
  async type(text: string): Promise<void> {
    await this.#room.localParticipant?.sendText(text, { topic: CHAT_TOPIC });
  }

  /** Sends the tone of one key of a phone. @param key - one of 0–9, `*`, `#` and A–D. */
  async press(key: string): Promise<void> {
    await this.#room.localParticipant?.publishDtmf(PHONE_KEYS.indexOf(key), key);
  }

  /** Leaves the room. */
  async leave(): Promise<void> {
    this.#microphone.switchOff();
    await this.#room.disconnect();
  }

  async #enter(): Promise<void> {
    this.#listen();
    await this.#room.connect(this.#url, this.#token, { autoSubscribe: true, dynacast: false });
    for (const { attributes } of this.#room.remoteParticipants.values())
      this.agentAttributes = { ...this.agentAttributes, ...attributes };
    await this.#microphone.publish(this.#room);
  }

  #listen(): void {
    this.#room.on(RoomEvent.Disconnected, () => (this.endedMs ??= performance.now()));
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
    const line = { text: '', startedMs };
    if (!isCaller) this.spoken.push(line);
    try {
      for await (const words of reader) line.text += words;
    } catch {
      return; // Cut off when the caller leaves.
    }
    this.transcript.push({
      speaker: isCaller ? 'caller' : 'agent',
      text: line.text.trim(),
      startedMs,
      atMs: performance.now(),
    });
  }
}
