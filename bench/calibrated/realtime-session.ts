import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { join } from '../corpus/sound.ts';
import type { Recording } from '../../stack/wav.ts';
import type { Ear } from './ear.ts';
import type { Station } from './station.ts';

const DEFAULT_RATE_HZ = 24_000;

const inputSchema = z.looseObject({
  format: z.looseObject({ rate: z.union([z.literal(16_000), z.literal(24_000)]).optional() }).optional(),
});
const eventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('session.update'),
    session: z.looseObject({
      hypothesis_interval_ms: z.number().int().min(0).optional(),
      audio: z.looseObject({ input: inputSchema.optional() }).optional(),
    }),
  }),
  z.object({ type: z.literal('transcription_session.update'), session: z.looseObject({}) }),
  z.object({ type: z.literal('input_audio_buffer.append'), audio: z.base64() }),
  z.object({ type: z.literal('input_audio_buffer.hypothesize'), event_id: z.string() }),
  z.object({ type: z.literal('input_audio_buffer.commit') }),
  z.object({ type: z.literal('input_audio_buffer.clear') }),
]);
type ClientEvent = z.infer<typeof eventSchema>;

/**
 * One caller's connection: OpenAI's realtime transcription protocol, with the extension of models/stt that a
 * hypothesis of what is in the buffer may be asked for. One "decode" runs at a time, and each takes the same time.
 */
export class RealtimeSession {
  readonly #ear: Ear;
  readonly #station: Station;
  readonly #decodeMs: number;
  readonly #send: (event: object) => void;
  readonly #closing = new AbortController();
  #rateHz = DEFAULT_RATE_HZ;
  #intervalMs = 0;
  #itemId = createItemId();
  #audio: Int16Array[] = [];
  #toldMs = 0;
  /** The hypothesis that waits for the one before it. A newer request takes its place. */
  #waiting: { eventId: string | null } | undefined;
  #decoding: Promise<void> | undefined;

  constructor(ear: Ear, station: Station, decodeMs: number, send: (event: object) => void) {
    this.#ear = ear;
    this.#station = station;
    this.#decodeMs = decodeMs;
    this.#send = send;
    send({ type: 'session.created', session: this.#describe() });
  }

  /** Takes one message; what is wrong with it is answered with an error event. */
  receive(message: string): void {
    const event = parseEvent(message);
    if ('problem' in event)
      this.#send({ type: 'error', error: { type: 'invalid_request_error', message: event.problem } });
    else this.#handle(event);
  }

  close(): void {
    this.#closing.abort();
  }

  #handle(event: ClientEvent): void {
    switch (event.type) {
      case 'session.update':
        this.#rateHz = event.session.audio?.input?.format?.rate ?? this.#rateHz;
        this.#intervalMs = event.session.hypothesis_interval_ms ?? this.#intervalMs;
        this.#send({ type: 'session.updated', session: this.#describe() });
        break;
      case 'transcription_session.update': // Of the beta, where audio always has the default rate.
        this.#send({ type: 'transcription_session.updated', session: this.#describe() });
        break;
      case 'input_audio_buffer.append':
        this.#audio.push(decodePcm(event.audio));
        if (this.#intervalMs > 0 && !this.#decoding && this.#audioMs - this.#toldMs >= this.#intervalMs)
          this.#ask(null);
        break;
      case 'input_audio_buffer.hypothesize':
        this.#ask(event.event_id);
        break;
      case 'input_audio_buffer.commit':
        void this.#commit();
        break;
      case 'input_audio_buffer.clear':
        this.#empty();
        this.#send({ type: 'input_audio_buffer.cleared' });
    }
  }

  #ask(eventId: string | null): void {
    this.#waiting = { eventId };
    this.#decoding ??= this.#answerHypotheses().finally(() => (this.#decoding = undefined));
  }

  async #answerHypotheses(): Promise<void> {
    while (this.#waiting) {
      const { eventId } = this.#waiting;
      this.#waiting = undefined;
      const [itemId, audioMs] = [this.#itemId, this.#audioMs];
      this.#toldMs = audioMs;
      const heard = await this.#decode(this.#buffer);
      if (!heard) return;
      if (itemId !== this.#itemId) continue; // The buffer was cleared or committed meanwhile.
      this.#send({
        type: 'input_audio_buffer.hypothesis',
        item_id: itemId,
        transcript: heard.text,
        audio_ms: audioMs,
        end_of_turn: heard.endOfTurn,
        client_event_id: eventId,
      });
    }
  }

  async #commit(): Promise<void> {
    const [itemId, audio] = [this.#itemId, this.#buffer];
    this.#empty();
    this.#send({ type: 'input_audio_buffer.committed', item_id: itemId });
    this.#send({ type: 'conversation.item.added', item: { id: itemId, type: 'message', role: 'user' } });
    const heard = await this.#decode(audio);
    if (!heard) return;
    const place = { item_id: itemId, content_index: 0 };
    const prefix = 'conversation.item.input_audio_transcription';
    if (heard.text !== '') this.#send({ type: `${prefix}.delta`, ...place, delta: heard.text });
    this.#send({ type: `${prefix}.completed`, ...place, transcript: heard.text });
  }

  /** Undefined when the client has left. */
  async #decode(audio: Recording) {
    const { clock, counter } = this.#station;
    const dueMs = performance.now() + clock.vary(this.#decodeMs);
    const listening = this.#ear(audio);
    return counter.count(this.#closing.signal, async () => {
      await clock.until(dueMs, this.#closing.signal);
      return listening;
    });
  }

  get #buffer(): Recording {
    this.#audio = [join(...this.#audio)];
    return { samples: this.#audio[0] as Int16Array, rateHz: this.#rateHz };
  }

  get #audioMs(): number {
    return (this.#audio.reduce((samples, { length }) => samples + length, 0) / this.#rateHz) * 1000;
  }

  #empty(): void {
    this.#audio = [];
    this.#toldMs = 0;
    this.#itemId = createItemId();
  }

  #describe(): object {
    return {
      type: 'transcription',
      hypotheses: true,
      hypothesis_interval_ms: this.#intervalMs,
      audio: { input: { format: { type: 'audio/pcm', rate: this.#rateHz }, turn_detection: null } },
    };
  }
}

function parseEvent(message: string): ClientEvent | { problem: string } {
  try {
    const event = eventSchema.safeParse(JSON.parse(message));
    if (event.success) return event.data;
    return {
      problem: event.error.issues.map(({ path, message: text }) => `${path.join('.')}: ${text}`).join('; '),
    };
  } catch (error) {
    return { problem: `The message is not JSON: ${(error as Error).message}` };
  }
}

function decodePcm(base64: string): Int16Array {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64')); // Copied, so that it begins at an even address.
  return new Int16Array(bytes.buffer, 0, Math.floor(bytes.length / 2));
}

function createItemId(): string {
  return `item_${randomUUID()}`;
}
