import { stt } from '@livekit/agents';
import type { APIConnectOptions } from '@livekit/agents';
import { TurnStream } from './turn-stream.ts';
import type { TurnStreamParts } from './turn-stream.ts';

/** Speech to text that owns the turn, as a LiveKit plugin. */
export class TurnTakingStt extends stt.STT {
  label = 'parley.TurnTakingStt';
  readonly #parts: TurnStreamParts;
  readonly #model: string;

  constructor(model: string, parts: TurnStreamParts) {
    super({ streaming: true, interimResults: true });
    this.#model = model;
    this.#parts = parts;
  }

  override get model(): string {
    return this.#model;
  }

  protected _recognize(): Promise<stt.SpeechEvent> {
    return Promise.reject(new Error('This STT understands streams only.'));
  }

  stream(options?: { connOptions?: APIConnectOptions }): stt.SpeechStream {
    return new TurnStream(this, this.#parts, options?.connOptions);
  }
}
