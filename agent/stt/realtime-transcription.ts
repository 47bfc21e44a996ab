import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { SttServer } from './batch-transcription.ts';
import { confidenceSchema, readConfidence } from './confidence.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { LISTENING_RATE_HZ } from '../turn-audio.ts';
import type { TurnAudio } from '../turn-audio.ts';

const OPEN_TIMEOUT_MS = 3_000;
const FIRST_RECONNECT_DELAY_MS = 250;
const LONGEST_RECONNECT_DELAY_MS = 5_000;

/** New speech after which the server sends a hypothesis by itself. */
const HYPOTHESIS_INTERVAL_MS = 600;

/** What a server says that holds hypotheses; everything else it may send is of no interest here. */
const eventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('session.created'),
    session: z.object({ hypotheses: z.boolean().default(false) }),
  }),
  z.object({ type: z.literal('input_audio_buffer.cleared') }),
  z.object({
    type: z.literal('input_audio_buffer.hypothesis'),
    transcript: z.string(),
    end_of_turn: z.number().nullable(),
    client_event_id: z.string().nullable(),
    language: z.string().nullish(),
    language_probability: z.number().nullish(),
    confidence: confidenceSchema.nullish(),
  }),
]);

/** A server that only has `POST /audio/transcriptions`, or none of our hypotheses. */
class NotSupported extends Error {}

/**
 * The caller's audio on its way to an STT server while it is spoken: OpenAI's realtime transcription protocol over
 * WebSocket, with the extension that a hypothesis may be asked for without ending the turn (see models/stt).
 * Reconnects for as long as it is open; in between, {@link isReady} is false and batch requests take over.
 */
export class RealtimeTranscription {
  readonly #server: SttServer;
  readonly #onInterim: (heard: Hypothesis) => void;
  /** The one that the server has accepted. */
  #socket: WebSocket | undefined;
  /** The same, or one that is being opened. */
  #connection: WebSocket | undefined;
  #closed = false;
  /** How much of the turn's audio this connection has been sent. */
  #sentSamples = 0;
  /** The languages that this connection has been told. */
  #sentLanguages = '';
  /** Clears that the server has not confirmed: until then it talks about the turn before. */
  #unconfirmedClears = 0;
  #lastEventId = 0;
  #waiting = new Map<string, { resolve: (hypothesis: Hypothesis) => void; reject: (error: Error) => void }>();

  /** @param onInterim - receives what was understood so far, while the caller speaks. */
  constructor(server: SttServer, onInterim: (heard: Hypothesis) => void) {
    this.#server = server;
    this.#onInterim = onInterim;
    void this.#stayConnected();
  }

  get isReady(): boolean {
    return this.#socket !== undefined;
  }

  /** Sends what is new, so that a hypothesis costs no more than the tail. */
  feed(audio: TurnAudio): void {
    if (!this.#socket || audio.length === this.#sentSamples) return;
    if (this.#sentLanguages !== this.#describeLanguages()) this.#updateSession();
    const { buffer, byteOffset, byteLength } = audio.slice(this.#sentSamples);
    this.#send({
      type: 'input_audio_buffer.append',
      audio: Buffer.from(buffer, byteOffset, byteLength).toString('base64'),
    });
    this.#sentSamples = audio.length;
  }

  /** What the server makes of the audio so far. @throws Error when the connection breaks, or `signal`'s reason. */
  hypothesize(audio: TurnAudio, signal: AbortSignal): Promise<Hypothesis> {
    return new Promise((resolve, reject) => {
      if (!this.#socket) throw new Error('the STT server is not connected');
      this.feed(audio);
      const id = `hypothesis-${++this.#lastEventId}`;
      this.#waiting.set(id, { resolve, reject });
      signal.addEventListener('abort', () => {
        this.#waiting.delete(id);
        reject(signal.reason as Error);
      });
      this.#send({ type: 'input_audio_buffer.hypothesize', event_id: id });
    });
  }

  /** The turn is over, or its audio so far is done with. */
  clear(): void {
    if (this.#socket && this.#sentSamples > 0) {
      this.#unconfirmedClears++;
      this.#send({ type: 'input_audio_buffer.clear' });
    }
    this.#sentSamples = 0;
  }

  close(): void {
    this.#closed = true;
    this.#connection?.close();
  }

  async #stayConnected(): Promise<void> {
    for (let delayMs = FIRST_RECONNECT_DELAY_MS; !this.#closed; delayMs *= 2) {
      try {
        await this.#holdConnection(() => (delayMs = FIRST_RECONNECT_DELAY_MS));
      } catch (error) {
        if (error instanceof NotSupported) return;
      }
      await sleep(Math.min(delayMs, LONGEST_RECONNECT_DELAY_MS), undefined, { ref: false });
    }
  }

  /** Connects, and resolves when the connection is gone. @throws NotSupported */
  async #holdConnection(onReady: () => void): Promise<void> {
    const url = `${this.#server.baseUrl.replace(/^http/, 'ws')}/realtime?intent=transcription`;
    const socket = new WebSocket(url, {
      headers: { authorization: `Bearer ${this.#server.apiKey}` },
      handshakeTimeout: OPEN_TIMEOUT_MS,
      perMessageDeflate: false,
    });
    this.#connection = socket;
    await new Promise<void>((resolve, reject) => {
      socket.on('unexpected-response', (_, { statusCode }) => {
        socket.terminate();
        // A server that is starting answers 5xx; one without this route 4xx.
        reject((statusCode ?? 500) < 500 ? new NotSupported() : new Error(`status ${statusCode}`));
      });
      socket.on('error', reject);
      socket.on('close', () => resolve());
      socket.on('message', (data: Buffer) => {
        const event = parseEvent(data);
        if (event?.type === 'session.created') {
          if (!event.session.hypotheses) {
            socket.close();
            reject(new NotSupported());
            return;
          }
          this.#configure(socket);
          onReady();
        } else if (event) this.#receive(event);
      });
    }).finally(() => this.#forgetConnection(socket));
  }

  #configure(socket: WebSocket): void {
    this.#socket = socket;
    this.#updateSession();
  }

  /** Also in the middle of a call, whose language may change. */
  #updateSession(): void {
    const { model, language, languages = [] } = this.#server;
    this.#sentLanguages = this.#describeLanguages();
    this.#send({
      type: 'session.update',
      session: {
        type: 'transcription',
        hypothesis_interval_ms: HYPOTHESIS_INTERVAL_MS,
        audio: {
          input: {
            format: { type: 'audio/pcm', rate: LISTENING_RATE_HZ },
            transcription: { model, language, ...(languages.length > 0 && { languages }) },
            turn_detection: null,
          },
        },
      },
    });
  }

  #describeLanguages(): string {
    return [this.#server.language, ...(this.#server.languages ?? [])].join();
  }

  #receive(event: z.infer<typeof eventSchema>): void {
    if (event.type === 'input_audio_buffer.cleared') this.#unconfirmedClears--;
    if (event.type !== 'input_audio_buffer.hypothesis') return;
    const heard = {
      text: event.transcript.trim(),
      endOfTurn: event.end_of_turn ?? undefined,
      language: event.language ?? undefined,
      languageProbability: event.language_probability ?? undefined,
      confidence: readConfidence(event),
    };
    if (event.client_event_id === null) {
      if (this.#unconfirmedClears === 0) this.#onInterim(heard);
      return;
    }
    this.#waiting.get(event.client_event_id)?.resolve(heard);
    this.#waiting.delete(event.client_event_id);
  }

  #forgetConnection(socket: WebSocket): void {
    if (this.#socket !== socket) return;
    this.#socket = undefined;
    this.#sentSamples = 0; // The next connection is sent the turn from its start.
    this.#unconfirmedClears = 0;
    for (const { reject } of this.#waiting.values())
      reject(new Error('the STT server closed the connection'));
    this.#waiting.clear();
  }

  #send(event: object): void {
    this.#socket?.send(JSON.stringify(event));
  }
}

function parseEvent(data: Buffer): z.infer<typeof eventSchema> | undefined {
  try {
    return eventSchema.safeParse(JSON.parse(data.toString())).data;
  } catch {
    return undefined; // No event of this protocol; what was asked for will time out.
  }
}
