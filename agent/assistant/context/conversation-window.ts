import { llm } from '@livekit/agents';
import { CallNotes } from './call-notes.ts';
import type { Digest, Fact } from './call-notes.ts';
import {
  addNotes,
  countTokens,
  findCut,
  findLast,
  isMessage,
  limitWindow,
  listConversation,
  readText,
  shortenLongest,
} from './message-window.ts';
import type { WindowOptions } from './message-window.ts';
import { NoDigestError } from './summarizer.ts';
import type { Summarizer } from './summarizer.ts';
import type { TokenCounter } from './token-count.ts';

/** Answers in a row that are no notes, after which a server is not asked for any in this call. */
const MAX_REFUSALS = 2;

/** With so many messages more than there should be, the best moments to sum up have not been enough. */
const LATE_BY = 4;

const LONGEST_PUT_OFF_TURNS = 16;

/** What is summed up at once; after an outage there may be more, and the oldest is lost. */
const MAX_SUMMED_UP = 40;

/** Has the server read a conversation, so that the next request finds it in the prefix cache. */
export type Prime = (context: llm.ChatContext, signal: AbortSignal) => Promise<void>;

interface WindowParts {
  summarizer: Summarizer;
  counter: TokenCounter;
  /** For the operator, without a word of what was said. */
  log: (line: string) => void;
  /** Told of facts that the caller gave, as they are found. */
  onFacts?: ((facts: readonly Fact[]) => void) | undefined;
  /** Has the server read what the next request will begin with. */
  prime?: Prime | undefined;
}

/**
 * Keeps what is sent of a conversation small: the last messages as they are, notes in place of what was before. The
 * notes are made in the background, between turns; a reply waits for nothing, and is sent what there is. The window
 * begins at the same message until it has to be cut, and the notes change only then, so that the server finds most of a
 * request in its prefix cache.
 */
export class ConversationWindow {
  readonly notes = new CallNotes();
  readonly #parts: WindowParts;
  /** The first message that is sent, by its id; that of the conversation while undefined. */
  #firstId: string | undefined;
  /** The last item that the notes cover. */
  #coveredId: string | undefined;
  #work: AbortController | undefined;
  /** How often in a row notes were called off, and how many messages there have to be to try again. */
  #calledOff = 0;
  #retryAt = 0;
  #refusals = 0;
  #requests = 0;
  #maxTokens = 0;

  constructor(parts: WindowParts) {
    this.#parts = parts;
  }

  /** What to send of a conversation. Ends work in the background: a reply has the server for itself. */
  shape(context: llm.ChatContext, options: WindowOptions): llm.ChatContext {
    this.pause();
    const shaped = this.#compose(context, options);
    this.#requests++;
    this.#maxTokens = Math.max(
      this.#maxTokens,
      countTokens(shaped.items, (text) => this.#parts.counter.count(text)),
    );
    return shaped;
  }

  #compose(context: llm.ChatContext, options: WindowOptions): llm.ChatContext {
    const count = (text: string) => this.#parts.counter.count(text);
    const instructions = context.items.filter(isInstruction);
    const items = listConversation(context);
    const notes = this.notes.render();
    const spent = countTokens(instructions, count) + (notes ? count(notes) : 0);
    const start = limitWindow(items, this.#findStart(items), spent, options, count);
    this.#firstId = items[start]?.id;
    let sent = items.slice(start);
    const room = options.maxTokens - spent;
    if (countTokens(sent, count) > room) sent = shortenLongest(sent, room, count);
    return new llm.ChatContext([...instructions, ...addNotes(sent, notes)]);
  }

  /**
   * Nobody waits for the server: sums up what has gathered, if it is enough, and has texts counted.
   *
   * @param context - the whole conversation, as the agent has it.
   * @param isQuiet - whether nothing else is being done for this call; otherwise only what is late is done.
   */
  async rest(context: llm.ChatContext, options: WindowOptions, isQuiet = true): Promise<void> {
    if (this.#work) return;
    const work = (this.#work = new AbortController());
    try {
      const items = listConversation(context);
      const summarizeAt = options.summarizeAt + (isQuiet ? 0 : LATE_BY);
      const due = this.#findDue(items, { ...options, summarizeAt });
      const { signal } = work;
      if (await this.#sumUp(items, due, options, signal))
        await this.#parts.prime?.(this.#compose(context, options), signal).catch(() => undefined);
      if (!isQuiet) return;
      const sent = [...context.items.filter(isInstruction), ...items.slice(this.#findStart(items))];
      await this.#parts.counter.learn([this.notes.render(), ...sent.map(readText)].filter(Boolean), signal);
    } finally {
      if (this.#work === work) this.#work = undefined;
    }
  }

  /** A turn begins: what is done in the background is put off. */
  pause(): void {
    this.#work?.abort();
    this.#work = undefined;
  }

  /** The call is over: what the notes do not cover yet is read for the facts in it. */
  async finish(context: llm.ChatContext, options: WindowOptions, signal: AbortSignal): Promise<void> {
    this.pause();
    this.#retryAt = 0;
    const items = listConversation(context);
    const rest = items.slice(this.#findUncovered(items));
    const hasWords = rest.some((item) => item.type === 'message' && item.role === 'user');
    if (hasWords) await this.#sumUp(items, rest, options, signal);
  }

  /** For the log, at the end of a call: how large requests were. */
  describe(): string {
    const { source } = this.#parts.counter;
    return `context: at most ${this.#maxTokens} tokens in ${this.#requests} requests (${describeSource(source)})`;
  }

  /** @returns whether there are new notes. */
  async #sumUp(
    items: llm.ChatItem[],
    due: llm.ChatItem[],
    options: WindowOptions,
    signal: AbortSignal,
  ): Promise<boolean> {
    const isTooEarly = items.filter(isMessage).length < this.#retryAt;
    if (due.length === 0 || this.#refusals >= MAX_REFUSALS || isTooEarly) return false;
    const { summarizer, log, counter } = this.#parts;
    const startedMs = performance.now();
    try {
      const digest = await summarizer.summarize(this.notes, due.slice(-MAX_SUMMED_UP), signal);
      signal.throwIfAborted();
      this.#take(digest, items, due, options);
      const [messages, tookMs] = [due.filter(isMessage).length, Math.round(performance.now() - startedMs)];
      log(`context: summed up ${messages} messages in ${tookMs} ms (${describeSource(counter.source)})`);
      return true;
    } catch (error) {
      if (signal.aborted) this.#putOff(items);
      else {
        if (error instanceof NoDigestError) this.#refusals++;
        const reason = error instanceof Error ? error.message : String(error);
        log(`context: could not sum up (${reason}); old messages are dropped`);
      }
      return false;
    }
  }

  /** The notes stand in place of what they cover, as far as that is not among the messages that are kept. */
  #take(digest: Digest, items: llm.ChatItem[], due: llm.ChatItem[], options: WindowOptions): void {
    this.#refusals = this.#calledOff = 0;
    this.notes.add(digest);
    this.#coveredId = due.findLast(isMessage)?.id;
    const end = items.indexOf(due.at(-1) as llm.ChatItem) + 1;
    const kept = findCut(items, Math.min(end, findLast(items, options.keepMessages)));
    this.#firstId = items[Math.max(kept, this.#findStart(items))]?.id;
    this.#parts.onFacts?.(digest.facts);
  }

  /** What is called off costs the server's prefix cache for nothing: one that is too slow is asked less and less. */
  #putOff(items: readonly llm.ChatItem[]): void {
    const turns = Math.min(2 ** this.#calledOff++, LONGEST_PUT_OFF_TURNS);
    this.#retryAt = items.filter(isMessage).length + 2 * turns;
  }

  /** What is to be summed up now: nothing, until enough has gathered or something was cut that no notes have. */
  #findDue(items: llm.ChatItem[], options: WindowOptions): llm.ChatItem[] {
    const uncovered = this.#findUncovered(items);
    const isDue =
      items.slice(uncovered).filter(isMessage).length >= options.summarizeAt ||
      this.#findStart(items) > uncovered;
    if (!isDue) return [];
    const end = findCut(items, Math.max(findLast(items, options.keepMessages), this.#findStart(items)));
    return items.slice(uncovered, end);
  }

  #findUncovered(items: readonly llm.ChatItem[]): number {
    return items.findIndex(({ id }) => id === this.#coveredId) + 1;
  }

  /** An assistant to which the call was handed does not have the tools of the one before. */
  #findStart(items: readonly llm.ChatItem[]): number {
    const start = items.findIndex(({ id }) => id === this.#firstId);
    return start < 0 ? this.#findUncovered(items) : start;
  }
}

function describeSource(source: TokenCounter['source']): string {
  return source === 'server' ? "counted by the model's tokenizer" : 'estimated';
}

function isInstruction(item: llm.ChatItem): boolean {
  return item.type === 'message' && (item.role === 'system' || item.role === 'developer');
}
