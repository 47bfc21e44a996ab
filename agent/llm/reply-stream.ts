import { setTimeout as sleep } from 'node:timers/promises';
import { APIConnectionError, llm, log } from '@livekit/agents';
import type { APIConnectOptions } from '@livekit/agents';
import type { ModelServer } from '../model-client.ts';
import type { CompletionChunk } from './completion-chunk.ts';
import { CompletionError, requestCompletion } from './completion-request.ts';
import { ReplyReader } from './reply-reader.ts';
import { TokenWatch } from './token-watch.ts';
import type { TokenLimits } from './token-watch.ts';

/** Before a request is made again: a server that restarts, or a full queue, has a moment. */
const RETRY_DELAY_MS = 150;
/** What a second try gets at least, out of the time that both have. */
const LEAST_RETRY_MS = 500;

/** What one reply needs besides the conversation. */
export interface ReplyOptions {
  server: ModelServer;
  createBody: () => Promise<object>;
  toolNames: readonly string[];
  limits: TokenLimits;
  /** Replies of this model begin inside of a thought. */
  startsInThought: boolean;
  /** Called when that turns out to be so. */
  onThoughtWithoutBeginning: () => void;
  /** Called with every piece of the reply that is said, or is a tool call. */
  onPiece: () => void;
}

/** How an attempt ended other than well. */
interface Failure {
  problem: string;
  mayRetry: boolean;
}

/**
 * One reply. A request that fails before anything was said is made once more, quietly, within the time that the first
 * token may take; after that nothing is asked again, so that no word is said twice.
 */
export class ReplyStream extends llm.LLMStream {
  readonly #options: ReplyOptions;
  #hasGiven = false;

  constructor(
    model: llm.LLM,
    options: ReplyOptions,
    base: { chatCtx: llm.ChatContext; toolCtx?: llm.ToolContext | undefined; connOptions: APIConnectOptions },
  ) {
    const { chatCtx, toolCtx, connOptions } = base;
    // What is tried again, and when, is decided here.
    super(model, { chatCtx, ...(toolCtx && { toolCtx }), connOptions: { ...connOptions, maxRetry: 0 } });
    this.#options = options;
  }

  protected async run(): Promise<void> {
    const { firstTokenMs, idleMs } = this.#options.limits;
    const startedMs = performance.now();
    for (let attempt = 1; ; attempt++) {
      const leftMs = Math.round(firstTokenMs - (performance.now() - startedMs));
      const failure = await this.#attempt({ firstTokenMs: Math.max(leftMs, LEAST_RETRY_MS), idleMs });
      if (!failure || this.abortController.signal.aborted) return;
      log().warn({ reason: failure.problem, attempt, spoken: this.#hasGiven }, 'the language model failed');
      const enoughLeft = firstTokenMs - (performance.now() - startedMs) > LEAST_RETRY_MS;
      if (!failure.mayRetry || this.#hasGiven || attempt > 1 || !enoughLeft)
        throw new APIConnectionError({ message: failure.problem, options: { retryable: false } });
      await sleep(RETRY_DELAY_MS);
    }
  }

  async #attempt(limits: TokenLimits): Promise<Failure | undefined> {
    const { server, createBody, toolNames, startsInThought } = this.#options;
    const watch = new TokenWatch(limits);
    const reader = new ReplyReader(toolNames, startsInThought);
    let error: unknown;
    try {
      const signal = AbortSignal.any([this.abortController.signal, watch.signal]);
      for await (const event of requestCompletion(server, await createBody(), signal)) {
        if (this.abortController.signal.aborted) return undefined;
        if (reader.read(event)) watch.count();
        if (reader.isWhole) watch.conclude();
        if (event !== 'done' && event !== 'malformed') this.#putChunk(event, reader.takeText());
        if (event === 'done' || reader.problem) break;
      }
    } catch (caught) {
      error = caught;
    } finally {
      watch.stop();
    }
    if (this.abortController.signal.aborted) return undefined;
    return this.#finish(reader, watch, error);
  }

  /** Gives what is left, and judges whether the whole makes sense. */
  #finish(reader: ReplyReader, watch: TokenWatch, error: unknown): Failure | undefined {
    // What happens behind the finish reason is no matter: some servers leave the connection open.
    const brokeOff = error !== undefined && !reader.isWhole;
    const problem = reader.problem ?? (brokeOff ? (watch.problem ?? describe(error)) : undefined);
    const { text, calls, flaws } = reader.finish(problem === undefined);
    if (reader.startedInThought) this.#options.onThoughtWithoutBeginning();
    this.#put({ content: text, toolCalls: calls });
    if (flaws.length > 0) log().warn({ flaws }, "the language model's answer was not as it should be");
    if (problem === undefined && reader.isWhole) {
      if (this.#hasGiven || this.#answersTool()) return undefined;
      return { problem: 'the answer was empty', mayRetry: !reader.wasTooLong };
    }
    const lack = problem ?? 'the answer ended without a finish reason';
    const isSane = calls.length > 0 || (this.#hasGiven && reader.endsSentence);
    if (isSane) {
      log().warn({ reason: lack }, 'the answer of the language model broke off behind a sentence');
      return undefined;
    }
    // A server that says nothing in time is not there, or has too much to do already.
    const mayPass = !(error instanceof CompletionError) || error.mayPass;
    return { problem: lack, mayRetry: mayPass && (watch.problem === undefined || watch.hasToken) };
  }

  #answersTool(): boolean {
    return this.chatCtx.items.at(-1)?.type === 'function_call_output';
  }

  #putChunk({ id, usage }: CompletionChunk, content: string): void {
    this.#put({ content, toolCalls: [] }, id);
    if (!usage) return;
    this.queue.put({
      id,
      usage: {
        completionTokens: usage.completion_tokens ?? 0,
        promptTokens: usage.prompt_tokens ?? 0,
        promptCachedTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
        totalTokens: usage.total_tokens ?? 0,
      },
    });
  }

  #put({ content, toolCalls }: { content: string; toolCalls: llm.FunctionCall[] }, id = ''): void {
    if (content === '' && toolCalls.length === 0) return;
    this.#hasGiven = true;
    this.#options.onPiece();
    this.queue.put({
      id,
      delta: { role: 'assistant', ...(content && { content }), ...(toolCalls.length > 0 && { toolCalls }) },
    });
  }
}

/** fetch keeps what really happened in the cause of its errors. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
