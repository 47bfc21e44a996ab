import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Room, RoomEvent, TrackKind } from '@livekit/rtc-node';
import type { RemoteTrack, TextStreamReader } from '@livekit/rtc-node';
import type { Ticket } from '../ticket.ts';

/** LiveKit's topics for what is typed, and for what both sides said. */
const CHAT_TOPIC = 'lk.chat';
const TRANSCRIPTION_TOPIC = 'lk.transcription';

/** Between two things that the agent says without being asked in between. */
const SETTLING_MS = 1_500;

/** A language model may take this long for its first word. */
const LONGEST_THINKING_MS = 30_000;

/** Until an agent is there: its process may have to start. */
const LONGEST_WAY_MS = 45_000;

/** Who is told what happens in a call. */
export interface ConsoleCallListener {
  /** The agent says something; its words come as they are spoken. */
  agentSpeaks: (assistant: string, words: AsyncIterable<string>) => void;
  /** What the caller said, as it was understood. */
  callerSaid: (text: string) => void;
  agentTrack: (track: RemoteTrack) => void;
}

/** A call of somebody who sits at a terminal. */
export class ConsoleCall {
  readonly room = new Room();
  readonly #changes = new EventEmitter();
  #attributes: Record<string, string> = {};
  #hasEnded = false;
  #leaving: Promise<void> | undefined;
  /** How often the agent has begun to say something. */
  #saidCount = 0;

  private constructor() {
    this.#changes.setMaxListeners(0);
  }

  /** @throws Error when the room can't be joined. */
  static async join({ url, token }: Ticket, listener: ConsoleCallListener): Promise<ConsoleCall> {
    const call = new ConsoleCall();
    call.#listen(listener);
    await call.room.connect(url, token, { autoSubscribe: true, dynacast: false });
    return call;
  }

  get assistant(): string {
    return this.#attributes['parley.assistant'] ?? 'agent';
  }

  /** Resolves when the agent has nothing more to say, or the call is over. */
  async whenQuiet(): Promise<void> {
    const isListening = () => this.#attributes['lk.agent.state'] === 'listening';
    do {
      if (!(await this.#wait(isListening))) return;
      await sleep(SETTLING_MS);
    } while (!isListening());
  }

  /** Resolves when the call is over. */
  async whenEnded(): Promise<void> {
    await this.#wait(() => false);
  }

  /** Resolves when there is an agent, or the call is over. @throws Error when none comes. */
  async whenAnswered(): Promise<void> {
    const isThere = () => this.#attributes['lk.agent.state'] !== undefined;
    const patience = this.#limitPatience(LONGEST_WAY_MS);
    await this.#wait(() => isThere() || patience.aborted);
    if (!isThere() && !this.#hasEnded)
      throw new Error(`No agent has come for ${LONGEST_WAY_MS / 1000} s: look at what npm start prints.`);
  }

  /** Sends what was typed, as soon as there is an agent; it interrupts what is being said. */
  async type(text: string): Promise<void> {
    await this.whenAnswered();
    if (this.#hasEnded) return;
    await this.room.localParticipant?.sendText(text, { topic: CHAT_TOPIC });
  }

  /** Types, and resolves when the agent begins to say something after it; not everything is answered, such as "stop". */
  async ask(text: string): Promise<void> {
    const before = this.#saidCount;
    await this.type(text);
    const patience = this.#limitPatience(LONGEST_THINKING_MS);
    await this.#wait(() => this.#saidCount > before || patience.aborted);
  }

  /** May be asked for again while it is done. */
  leave(): Promise<void> {
    this.#end();
    return (this.#leaving ??= this.room.disconnect());
  }

  /** Aborted after so long, and everybody who waits looks again. */
  #limitPatience(patienceMs: number): AbortSignal {
    const patience = AbortSignal.timeout(patienceMs);
    patience.addEventListener('abort', () => this.#changes.emit('change'));
    return patience;
  }

  async #wait(isDone: () => boolean): Promise<boolean> {
    while (!this.#hasEnded && !isDone()) await once(this.#changes, 'change');
    return !this.#hasEnded;
  }

  #end(): void {
    this.#hasEnded = true;
    this.#changes.emit('change');
  }

  #listen(listener: ConsoleCallListener): void {
    this.room.on(RoomEvent.ParticipantAttributesChanged, (_, { identity, attributes }) => {
      if (identity === this.room.localParticipant?.identity) return;
      this.#attributes = { ...attributes };
      this.#changes.emit('change');
    });
    this.room.on(RoomEvent.Disconnected, () => this.#end());
    this.room.on(RoomEvent.TrackSubscribed, (track) => {
      if (track.kind === TrackKind.KIND_AUDIO) listener.agentTrack(track);
    });
    this.room.registerTextStreamHandler(TRANSCRIPTION_TOPIC, (reader, { identity }) => {
      if (identity !== this.room.localParticipant?.identity) {
        this.#saidCount++;
        this.#changes.emit('change');
        listener.agentSpeaks(this.assistant, reader);
      } else if (reader.info.attributes?.['lk.transcription_final'] === 'true')
        void this.#read(reader, listener);
    });
  }

  async #read(reader: TextStreamReader, { callerSaid }: ConsoleCallListener): Promise<void> {
    const text = await reader.readAll().catch(() => ''); // Cut off with the call.
    if (text.trim()) callerSaid(text.trim());
  }
}
