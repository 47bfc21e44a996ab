import type { llm } from '@livekit/agents';
import type { CompletionEvent } from './completion-request.ts';
import { ThinkingFilter } from './thinking-filter.ts';
import { ToolCallReader } from './tool-call-reader.ts';
import { WrittenCalls } from './written-calls.ts';

/** Where speech may stop without sounding cut off. */
const ENDS_SENTENCE = /[.!?…。！？｡।؟]["'”’»)\]*_\s]*$/u;

/** What an answer held, and what was wrong with how it was sent. */
export interface ReadReply {
  /** What was held back, and is said after all. */
  text: string;
  calls: llm.FunctionCall[];
  /** Never with words of the call in them. */
  flaws: string[];
}

/** Makes of the pieces that a server sends what is said, what is called, and what is neither. */
export class ReplyReader {
  readonly #thinking: ThinkingFilter;
  readonly #written: WrittenCalls;
  readonly #calls = new ToolCallReader();
  readonly #flaws = new Set<string>();
  #text = '';
  #tail = '';
  #finishReason: string | undefined;
  #problem: string | undefined;
  #isThinking = false;

  constructor(toolNames: readonly string[], startsInThought: boolean) {
    this.#thinking = new ThinkingFilter(startsInThought);
    this.#written = new WrittenCalls(toolNames);
  }

  /** What the server said went wrong, in the middle of its answer. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Whether the server said that the answer is over. */
  get isWhole(): boolean {
    return this.#finishReason !== undefined;
  }

  get wasTooLong(): boolean {
    return this.#finishReason === 'length';
  }

  get endsSentence(): boolean {
    return ENDS_SENTENCE.test(this.#tail);
  }

  /** Whether anything in the answer was marked as thought. */
  get hasThought(): boolean {
    return this.#isThinking || this.#thinking.hasThought;
  }

  get startedInThought(): boolean {
    return this.#thinking.startedInside;
  }

  /** @returns whether it was a token: something that the model made. */
  read(event: CompletionEvent): boolean {
    if (event === 'malformed') this.#flaws.add('an event that is no JSON of an answer');
    if (event === 'done' || event === 'malformed') return false;
    this.#problem ??= event.error;
    this.#isThinking ||= event.isThinking;
    this.#finishReason ??= event.finishReason;
    this.#add(this.#written.push(this.#thinking.push(event.content)));
    for (const piece of event.toolCalls) this.#calls.push(piece);
    return event.content !== '' || event.isThinking || event.toolCalls.length > 0;
  }

  /** @returns what can be said since the last time. */
  takeText(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }

  /** `endedWell` is false where the answer was given up. */
  finish(endedWell: boolean): ReadReply {
    const isWhole = endedWell && this.isWhole && !this.wasTooLong;
    this.#add(this.#written.push(this.#thinking.end()) + this.#written.end(isWhole));
    const calls = [...this.#calls.end(isWhole), ...this.#written.calls];
    if (!this.isWhole) this.#flaws.add('no finish reason');
    if (this.#written.calls.length > 0) this.#flaws.add('a tool call in the text');
    return { text: this.takeText(), calls, flaws: [...this.#flaws] };
  }

  #add(text: string): void {
    this.#text += text;
    this.#tail = (this.#tail + text).slice(-20);
  }
}
