import { llm } from '@livekit/agents';
import type { CallNotes, Fact } from './call-notes.ts';
import {
  addNotes,
  countTokens,
  findCut,
  findLast,
  findRoom,
  isMessage,
  limitWindow,
  listConversation,
  readText,
  shortenLongest,
} from './message-window.ts';
import type { WindowOptions } from './message-window.ts';
import { NoteTaker } from './note-taker.ts';
import type { Summarizer } from './summarizer.ts';
import type { TokenCounter } from './token-count.ts';

/** With so many messages more than there should be, the best moments to sum up have not been enough. */
const LATE_BY = 4;

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
  readonly #parts: WindowParts;
  readonly #noteTaker: NoteTaker;
  /** The first message that is sent, by its id; that of the conversation while undefined. */
  #firstId: string | undefined;
  /** The last item that the notes cover. */
  #coveredId: string | undefined;
  #work: AbortController | undefined;
  #requests = 0;
  #maxTokens = 0;

  constructor(parts: WindowParts) {
    this.#parts = parts;
    this.#noteTaker = new NoteTaker(parts.summarizer, parts.log);
  }

  get notes(): CallNotes {
    return this.#noteTaker.notes;
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
    const room = findRoom(options.maxTokens, spent);
    const start = limitWindow(items, this.#findStart(items), room, options, count);
    this.#firstId = items[start]?.id;
    let sent = items.slice(start);
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
    this.#noteTaker.hurry();
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

  /**
   * The notes stand in place of what they cover, as far as that is not among the messages that are kept.
   *
   * @returns whether there are new notes.
   */
  async #sumUp(
    items: llm.ChatItem[],
    due: llm.ChatItem[],
    options: WindowOptions,
    signal: AbortSignal,
  ): Promise<boolean> {
    const digest = await this.#noteTaker.sumUp(due, items.filter(isMessage).length, signal);
    if (!digest) return false;
    this.#coveredId = due.findLast(isMessage)?.id;
    const end = items.indexOf(due.at(-1) as llm.ChatItem) + 1;
    const kept = findCut(items, Math.min(end, findLast(items, options.keepMessages)));
    this.#firstId = items[Math.max(kept, this.#findStart(items))]?.id;
    this.#parts.onFacts?.(digest.facts);
    return true;
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
