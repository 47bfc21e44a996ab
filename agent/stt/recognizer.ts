import { log } from '@livekit/agents';
import { transcribe } from './batch-transcription.ts';
import type { SttServer } from './batch-transcription.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { RealtimeTranscription } from './realtime-transcription.ts';
import type { TurnAudio } from '../turn-audio.ts';

/** A connection that is this late has stalled: the same audio goes to the batch route. */
const REALTIME_TIMEOUT_MS = 1_500;
const BATCH_TIMEOUT_MS = 5_000;

/**
 * Understands one caller. Audio streams to the server while it is spoken, where the server can do that; otherwise,
 * and whenever the connection fails, the kept audio is posted at the pause.
 */
export class Recognizer {
  readonly #server: SttServer;
  readonly #realtime: RealtimeTranscription | undefined;

  /** @param onInterim - receives what was understood so far, while the caller speaks; only where audio streams. */
  constructor(server: SttServer, streaming: boolean, onInterim: (heard: Hypothesis) => void) {
    this.#server = server;
    this.#realtime = streaming ? new RealtimeTranscription(server, onInterim) : undefined;
  }

  /** Sends what is new of the turn's audio. */
  feed(audio: TurnAudio): void {
    this.#realtime?.feed(audio);
  }

  /**
   * What was said in the turn so far.
   *
   * @throws APIError when the server failed twice; `signal`'s reason when that is aborted.
   */
  async hypothesize(audio: TurnAudio, signal: AbortSignal): Promise<Hypothesis> {
    if (this.#realtime?.isReady)
      try {
        return await this.#realtime.hypothesize(audio, withTimeout(signal, REALTIME_TIMEOUT_MS));
      } catch (error) {
        signal.throwIfAborted();
        log().warn({ reason: String(error) }, 'the STT connection failed; posting the audio of the turn');
      }
    const samples = audio.slice();
    try {
      return await transcribe(this.#server, samples, withTimeout(signal, BATCH_TIMEOUT_MS));
    } catch (error) {
      signal.throwIfAborted();
      log().warn({ reason: String(error) }, 'asking the STT server again');
      return await transcribe(this.#server, samples, withTimeout(signal, BATCH_TIMEOUT_MS));
    }
  }

  /** Forgets the audio that was fed. */
  clear(): void {
    this.#realtime?.clear();
  }

  close(): void {
    this.#realtime?.close();
  }
}

function withTimeout(signal: AbortSignal, timeoutMs: number): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
}
