import type { llm } from '@livekit/agents';
import { CallNotes } from './call-notes.ts';
import type { Digest } from './call-notes.ts';
import { isMessage } from './message-window.ts';
import { NoDigestError } from './summarizer.ts';
import type { Summarizer } from './summarizer.ts';

/** Answers in a row that are no notes, after which a server is not asked for any in this call. */
const MAX_REFUSALS = 2;

const LONGEST_PUT_OFF_TURNS = 16;

/** What is summed up at once; after an outage there may be more, and the oldest is lost. */
const MAX_SUMMED_UP = 40;

/** Keeps the notes of one call, and has them made as often as that is worth it. */
export class NoteTaker {
  readonly notes = new CallNotes();
  readonly #summarizer: Summarizer;
  readonly #log: (line: string) => void;
  /** How often in a row notes were called off, and how many messages there have to be to try again. */
  #calledOff = 0;
  #retryAt = 0;
  #refusals = 0;

  /** @param log - for the operator, without a word of what was said. */
  constructor(summarizer: Summarizer, log: (line: string) => void) {
    this.#summarizer = summarizer;
    this.#log = log;
  }

  /**
   * Sums up a part of a conversation, whose notes are then at hand.
   *
   * @param messages - how many there are in the whole conversation.
   * @returns what was found in it; undefined where there is nothing new.
   */
  async sumUp(
    due: readonly llm.ChatItem[],
    messages: number,
    signal: AbortSignal,
  ): Promise<Digest | undefined> {
    if (due.length === 0 || this.#refusals >= MAX_REFUSALS || messages < this.#retryAt) return undefined;
    const startedMs = performance.now();
    try {
      const digest = await this.#summarizer.summarize(this.notes, due.slice(-MAX_SUMMED_UP), signal);
      signal.throwIfAborted();
      this.#refusals = this.#calledOff = 0;
      this.notes.add(digest);
      const tookMs = Math.round(performance.now() - startedMs);
      this.#log(`context: summed up ${due.filter(isMessage).length} messages in ${tookMs} ms`);
      return digest;
    } catch (error) {
      if (signal.aborted) this.#putOff(messages);
      else {
        if (error instanceof NoDigestError) this.#refusals++;
        const reason = error instanceof Error ? error.message : String(error);
        this.#log(`context: could not sum up (${reason}); old messages are dropped`);
      }
      return undefined;
    }
  }

  /** What was put off may be done now. */
  hurry(): void {
    this.#retryAt = 0;
  }

  /** What is called off costs the server's prefix cache for nothing: one that is too slow is asked less and less. */
  #putOff(messages: number): void {
    const turns = Math.min(2 ** this.#calledOff++, LONGEST_PUT_OFF_TURNS);
    this.#retryAt = messages + 2 * turns;
  }
}
