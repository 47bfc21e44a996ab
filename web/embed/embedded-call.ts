import {
  ConnectionState,
  type LocalAudioTrack,
  Room,
  RoomEvent,
  type TextStreamReader,
  Track,
  createLocalAudioTrack,
} from 'livekit-client';

import {
  CallError,
  type CallProblem,
  classifyDisconnect,
  classifyMicrophoneError,
  classifyStartError,
} from '../call/call-problem.ts';
import { type Credential, fetchTicket } from './ticket.ts';

/** A registered worker joins within three seconds; one that takes over for another may have to be started first. */
const AGENT_TIMEOUT_MS = 10_000;
const RECOVERY_TIMEOUT_MS = 20_000;

const AGENT_STATES = ['listening', 'thinking', 'speaking'] as const;

/** calling: until the agent can hear · recovering: it was lost, and another is on its way · else what the agent does. */
export type EmbeddedState = 'calling' | 'recovering' | 'reconnecting' | (typeof AGENT_STATES)[number];

/** The last thing that was said. */
export interface LastWords {
  speaker: 'caller' | 'agent';
  text: string;
}

/** Whom to call, and how. */
export interface CallOptions {
  /** Origin of the server. */
  server: string;
  credential: Credential | undefined;
  /** Who is to answer, where the site says so. */
  assistant: string | null;
  /** Plays the agent. */
  audio: HTMLAudioElement;
}

/** Who shows a call. */
export interface CallListener {
  noticeState: (state: EmbeddedState) => void;
  noticeWords: (words: LastWords) => void;
  /** Once, at the end; without a problem when one of the two hung up. */
  noticeEnd: (problem: CallProblem | undefined) => void;
}

/** One call from a page of another site. It begins at once, and ends when its caller leaves that page. */
export class EmbeddedCall {
  readonly #room = new Room();
  readonly #options: CallOptions;
  readonly #listener: CallListener;
  readonly #ended = new AbortController();
  /** Whether there was an agent who could hear. */
  #hadAgent = false;
  #agentTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: CallOptions, listener: CallListener) {
    this.#options = options;
    this.#listener = listener;
    this.#listen();
    this.#start().catch((error: unknown) => {
      if (this.#ended.signal.aborted) return;
      console.warn('<parley-call>:', error); // For those who build the site.
      this.#end(classifyStartError(error));
    });
  }

  hangUp(): void {
    this.#end();
  }

  async setMuted(isMuted: boolean): Promise<void> {
    await this.#room.localParticipant.setMicrophoneEnabled(!isMuted);
  }

  /** The microphone comes first: the agent greets as soon as there is a room, and a prompt would hide the greeting. */
  async #start(): Promise<void> {
    const { server, credential, assistant } = this.#options;
    const track = await openMicrophone();
    try {
      this.#ended.signal.throwIfAborted();
      const { serverUrl, participantToken } = await fetchTicket(server, credential, assistant);
      this.#ended.signal.throwIfAborted();
      await this.#room.connect(serverUrl, participantToken);
      await this.#room.localParticipant.publishTrack(track);
    } catch (error) {
      track.stop();
      throw error;
    }
  }

  #listen(): void {
    const update = () => {
      this.#update();
    };
    let wasConnected = false; // A connection that never came about ends with the same event.
    this.#room
      .on(RoomEvent.Connected, () => {
        wasConnected = true;
        update();
      })
      .on(RoomEvent.ConnectionStateChanged, update)
      .on(RoomEvent.ParticipantConnected, update)
      .on(RoomEvent.ParticipantDisconnected, update)
      .on(RoomEvent.ParticipantAttributesChanged, update)
      .on(RoomEvent.TrackSubscribed, (track) => {
        if (track.kind === Track.Kind.Audio) track.attach(this.#options.audio);
      })
      .on(RoomEvent.TrackUnsubscribed, (track) => track.detach())
      .on(RoomEvent.Disconnected, (reason) => {
        if (wasConnected) this.#end(classifyDisconnect(reason));
      });
    this.#room.registerTextStreamHandler('lk.transcription', (reader, { identity }) => {
      void this.#read(reader, identity);
    });
  }

  /** Tells what happens now, and gives a call up that nobody answers. */
  #update(): void {
    if (this.#ended.signal.aborted || this.#room.state === ConnectionState.Disconnected) return;
    const agent = [...this.#room.remoteParticipants.values()].find((participant) => participant.isAgent);
    const agentState = AGENT_STATES.find((state) => state === agent?.attributes['lk.agent.state']);
    const isConnected = this.#room.state === ConnectionState.Connected;
    if (agentState) this.#hadAgent = true;
    if (agentState || !isConnected) {
      clearTimeout(this.#agentTimer);
      this.#agentTimer = undefined;
    } else this.#agentTimer ??= this.#waitForAgent();
    const waiting = this.#hadAgent ? 'recovering' : 'calling';
    const isReconnecting = !isConnected && this.#hadAgent;
    this.#listener.noticeState(isReconnecting ? 'reconnecting' : (agentState ?? waiting));
  }

  #waitForAgent(): ReturnType<typeof setTimeout> {
    const isNew = !this.#hadAgent;
    return setTimeout(
      () => {
        this.#end(isNew ? 'agentMissing' : 'agentLeft');
      },
      isNew ? AGENT_TIMEOUT_MS : RECOVERY_TIMEOUT_MS,
    );
  }

  /** The agent's words come while it speaks; the caller's come again and again, until they are final. */
  async #read(reader: TextStreamReader, identity: string): Promise<void> {
    const speaker = identity === this.#room.localParticipant.identity ? 'caller' : 'agent';
    let text = '';
    try {
      for await (const part of reader) {
        text += part;
        if (this.#ended.signal.aborted) return;
        if (text.trim()) this.#listener.noticeWords({ speaker, text: text.trim() });
      }
    } catch {
      // Cut off by the end of the call, or of who spoke: what came of it has been told.
    }
  }

  #end(problem?: CallProblem): void {
    if (this.#ended.signal.aborted) return;
    this.#ended.abort();
    clearTimeout(this.#agentTimer);
    void this.#room.disconnect();
    this.#listener.noticeEnd(problem);
  }
}

async function openMicrophone(): Promise<LocalAudioTrack> {
  try {
    return await createLocalAudioTrack();
  } catch (error) {
    throw new CallError(classifyMicrophoneError(error), error);
  }
}
