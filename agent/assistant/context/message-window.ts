import { llm } from '@livekit/agents';
import { MESSAGE_TOKENS } from './token-count.ts';

/** How much of a conversation is sent; counts are of messages, which are what was said. */
export interface WindowOptions {
  /** Are always sent, unless they are too long together. */
  keepMessages: number;
  /** With so many, those before the kept ones are summed up. */
  summarizeAt: number;
  /** The most that are ever sent. */
  dropAfter: number;
  /**
   * Of the instructions, the notes and all that is sent of the conversation; tools and passages come on top. More is
   * sent where instructions and notes leave the conversation less than {@link LEAST_SHARE} of it.
   */
  maxTokens: number;
}

/** What of `maxTokens` is the conversation's in any case: with less, there are no last messages to answer to. */
const LEAST_SHARE = 1 / 3;

/** A window that has become too large is cut to this share at once: each cut costs the server's prefix cache. */
const SHARE_AFTER_CUT = 0.75;

type Count = (text: string) => number;

/** True for what was said: not for instructions, tools, or messages of which nothing was heard. */
export function isMessage(item: llm.ChatItem): item is llm.ChatMessage {
  return item.type === 'message' && (item.role === 'user' || item.role === 'assistant') && !isEmpty(item);
}

/** All of a context but its instructions, and without tools of which only the call or only the result is there. */
export function listConversation(context: llm.ChatContext): llm.ChatItem[] {
  const calls = new Set<string>();
  const results = new Set<string>();
  for (const item of context.items) {
    if (item.type === 'function_call') calls.add(item.callId);
    if (item.type === 'function_call_output') results.add(item.callId);
  }
  return context.items.filter((item) => {
    if (item.type === 'function_call' || item.type === 'function_call_output')
      return calls.has(item.callId) && results.has(item.callId);
    return isMessage(item);
  });
}

/**
 * Where a conversation may begin that has all of `items` from `from` on at most: later, if the tools of an answer would
 * be torn apart there.
 */
export function findCut(items: readonly llm.ChatItem[], from: number): number {
  let cut = Math.max(0, from);
  while (cut < items.length) {
    const before = new Set(items.slice(0, cut).flatMap(listCallId));
    const torn = items.findLastIndex(
      (item, index) => index >= cut && listCallId(item).some((id) => before.has(id)),
    );
    if (torn < 0) break;
    cut = torn + 1;
  }
  return cut;
}

/** The index at which the last `count` messages begin; 0 where there are no more. */
export function findLast(items: readonly llm.ChatItem[], count: number): number {
  let index = items.length;
  for (let left = count; left > 0 && index > 0;) if (isMessage(items[--index] as llm.ChatItem)) left--;
  return index;
}

/** Tokens that the conversation may have. @param spent - on what is sent besides. */
export function findRoom(maxTokens: number, spent: number): number {
  return Math.max(maxTokens - spent, Math.floor(maxTokens * LEAST_SHARE));
}

/**
 * Where the window has to begin, at `start` or after it, to have no more messages and tokens than it may. The last
 * message of the caller, and what follows it, is always in.
 *
 * @param room - tokens that it may have.
 */
export function limitWindow(
  items: readonly llm.ChatItem[],
  start: number,
  room: number,
  options: Pick<WindowOptions, 'keepMessages' | 'dropAfter'>,
  count: Count,
): number {
  let from = start;
  const messages = items.slice(from).filter(isMessage).length;
  if (messages > options.dropAfter)
    from = findCut(items, findLast(items, options.dropAfter - options.keepMessages));
  if (countTokens(items.slice(from), count) <= room) return from;
  const newest = findNewest(items);
  const left = room * SHARE_AFTER_CUT;
  while (from < newest && countTokens(items.slice(from), count) > left) from = findCut(items, from + 1);
  return Math.min(from, newest);
}

/** What the conversation is sent as: the notes stand before it, in the first message where the caller has that. */
export function addNotes(items: readonly llm.ChatItem[], notes: string): llm.ChatItem[] {
  const [first, ...rest] = items;
  if (!notes || !first) return [...items];
  // Two messages of one role in a row are more than some chat templates allow.
  if (first.type === 'message' && first.role === 'user')
    return [copyMessage(first, [notes, ...first.content]), ...rest];
  const createdAt = first.createdAt - 1;
  return [llm.ChatMessage.create({ id: 'parley.notes', role: 'user', content: notes, createdAt }), ...items];
}

/** Cuts the middle out of texts that fill the window by themselves, such as a page that was pasted. */
export function shortenLongest(items: readonly llm.ChatItem[], room: number, count: Count): llm.ChatItem[] {
  const fair = Math.max(20, Math.floor(room / Math.max(1, items.length)) - MESSAGE_TOKENS);
  return items.map((item) => {
    const text = readText(item);
    const tokens = count(text);
    if (tokens <= fair) return item;
    const kept = Math.floor((text.length * fair) / tokens / 2);
    const short = `${text.slice(0, kept)} … ${text.slice(-kept)}`;
    if (item.type === 'message') return copyMessage(item, [short]);
    return item.type === 'function_call_output' ? copyOutput(item, short) : item;
  });
}

export function countTokens(items: readonly llm.ChatItem[], count: Count): number {
  return items.reduce((sum, item) => sum + count(readText(item)) + MESSAGE_TOKENS, 0);
}

/** What of an item costs tokens. */
export function readText(item: llm.ChatItem): string {
  if (item.type === 'message') return item.textContent ?? '';
  if (item.type === 'function_call') return `${item.name} ${item.args}`;
  return item.type === 'function_call_output' ? item.output : '';
}

function findNewest(items: readonly llm.ChatItem[]): number {
  const caller = items.findLastIndex((item) => item.type === 'message' && item.role === 'user');
  return caller < 0 ? findLast(items, 1) : caller;
}

function listCallId(item: llm.ChatItem): string[] {
  return item.type === 'function_call' || item.type === 'function_call_output' ? [item.callId] : [];
}

function isEmpty(message: llm.ChatMessage): boolean {
  return message.content.every((part) => typeof part === 'string' && !part.trim());
}

function copyMessage(message: llm.ChatMessage, content: llm.ChatMessage['content']): llm.ChatMessage {
  const { id, role, createdAt, interrupted, extra } = message;
  return llm.ChatMessage.create({ id, role, createdAt, interrupted, extra, content });
}

function copyOutput(item: llm.FunctionCallOutput, output: string): llm.FunctionCallOutput {
  const { id, callId, name, isError, createdAt } = item;
  return llm.FunctionCallOutput.create({ id, callId, name, isError, createdAt, output });
}
