import { setTimeout as sleep } from 'node:timers/promises';
import { voice } from '@livekit/agents';
import type { CallEnd } from './telemetry/call-record.ts';

/** The last sound is on its way for this long, and would be cut off with the room. */
const LAST_SOUND_MS = 500;

/** A goodbye that takes longer than this is not heard at all. */
const LONGEST_GOODBYE_MS = 20_000;

/** Ends a call from the agent's side, and knows how it ended, whoever ended it. */
export class CallEnding {
  readonly #session: voice.AgentSession;
  #end: CallEnd | undefined;
  #isHangingUp = false;
  /** The call has lasted long enough, which a goodbye that is being said for another reason does not change. */
  #timeIsUp: string | undefined;

  constructor(session: voice.AgentSession) {
    this.#session = session;
    session.on(voice.AgentSessionEventTypes.Close, ({ error }) => {
      this.note(error ? 'error' : 'caller');
    });
  }

  /** How the call ended; `caller` as long as nobody said otherwise. */
  get end(): CallEnd {
    return this.#end ?? 'caller';
  }

  /** Whether a goodbye is being said, and the call ends unless the caller objects. */
  get isHangingUp(): boolean {
    return this.#isHangingUp;
  }

  /** Tells when the session is over, whoever ended it. */
  onClose(listener: () => void): void {
    this.#session.once(voice.AgentSessionEventTypes.Close, listener);
  }

  /** Keeps why the call ends, unless that is known. */
  note(end: CallEnd): void {
    this.#end ??= end;
  }

  /**
   * Says something, after what is being said, and hangs up. A caller who speaks over it keeps the call, unless it ends
   * because of its length.
   *
   * @returns whether the call ends.
   */
  async hangUp(end: CallEnd, sentence?: string): Promise<boolean> {
    if (end === 'timeLimit') this.#timeIsUp = sentence ?? '';
    if (this.#isHangingUp) return true;
    this.#isHangingUp = true;
    const goodbye = sentence ? this.#session.say(sentence) : undefined;
    await Promise.race([goodbye?.waitForPlayout(), sleep(LONGEST_GOODBYE_MS)]);
    if (goodbye?.interrupted && end !== 'timeLimit') {
      this.#isHangingUp = false;
      return this.#timeIsUp !== undefined && this.hangUp('timeLimit', this.#timeIsUp);
    }
    this.note(end);
    if (goodbye) await sleep(LAST_SOUND_MS);
    this.#session.shutdown();
    return true;
  }
}

/** Ends a call that has lasted as long as a call may, with a sentence of its moment. */
export function limitDuration(
  ending: CallEnding,
  maxCallMinutes: number | undefined,
  getSentence: () => string,
): void {
  if (maxCallMinutes === undefined) return;
  const timer = setTimeout(() => void ending.hangUp('timeLimit', getSentence()), maxCallMinutes * 60_000);
  timer.unref();
  ending.onClose(() => clearTimeout(timer));
}
