import { DEFAULT_API_CONNECT_OPTIONS, llm } from '@livekit/agents';
import type { OpenAI } from 'openai';
import { createModelClient, extendBody } from '../model-client.ts';
import type { ModelServer } from '../model-client.ts';
import { ReplyStream } from './reply-stream.ts';
import type { TokenLimits } from './token-watch.ts';

/** Told how one reply comes along; see the turn meter's attempts. */
export interface ReplyTimer {
  mark(stage: 'llmRequest' | 'firstToken'): void;
  countToken(): void;
}

/** The server, and how it is asked. */
export interface LanguageModelOptions extends ModelServer, Partial<TokenLimits> {
  /** Added to every request, in place of what stands there; null takes a field away. */
  extraBody?: Readonly<Record<string, unknown>>;
  /** Whether replies begin inside of a thought, whose beginning the chat template holds; `auto` is no, until one does. */
  startsThinking?: 'auto' | 'yes' | 'no';
}

interface PrimingOptions {
  tools?: llm.ToolContextLike;
  signal?: AbortSignal;
}

/** Any words do: what matters is the prompt before them. */
const PRIMING_QUESTION = 'Hello';

const DEFAULT_LIMITS: TokenLimits = { firstTokenMs: 3000, idleMs: 2000 };

/**
 * Minutes of speech, and thinking with it. It bounds what is generated for nobody by a server that does not notice a
 * closed connection: SGLang 0.5.18 and 0.5.19 go on up to this (sgl-project/sglang#36333).
 */
const MAX_REPLY_TOKENS = 1000;

/**
 * The language model behind `POST /chat/completions`. Closing a stream, as the framework does with a speculation that
 * speech has overtaken, closes its connection, which is what tells SGLang, vLLM and llama.cpp to stop generating.
 */
export class LanguageModel extends llm.LLM {
  readonly #options: LanguageModelOptions;
  readonly #client: OpenAI;
  readonly #beginReply: () => ReplyTimer | undefined;
  #startsInThought: boolean;

  /** `beginReply` is called for every request, as it is made. */
  constructor(options: LanguageModelOptions, beginReply: () => ReplyTimer | undefined = () => undefined) {
    super();
    this.#options = options;
    this.#client = createModelClient(options);
    this.#beginReply = beginReply;
    this.#startsInThought = options.startsThinking === 'yes';
  }

  label(): string {
    return 'parley.LanguageModel';
  }

  override get model(): string {
    return this.#options.model;
  }

  override get provider(): string {
    return new URL(this.#options.baseUrl).host;
  }

  chat({
    chatCtx,
    toolCtx,
    connOptions,
    parallelToolCalls,
    toolChoice,
  }: Parameters<llm.LLM['chat']>[0]): ReplyStream {
    const timer = this.#beginReply();
    timer?.mark('llmRequest');
    const tools = llm.toToolContext(toolCtx);
    const limits = { ...DEFAULT_LIMITS, ...pickLimits(this.#options) };
    return new ReplyStream(
      this,
      {
        server: this.#options,
        createBody: async () =>
          extendBody(
            {
              ...(await this.#describe(chatCtx, tools)),
              ...(tools &&
                hasTools(tools) && {
                  ...(toolChoice !== undefined && { tool_choice: toolChoice }),
                  ...(parallelToolCalls !== undefined && { parallel_tool_calls: parallelToolCalls }),
                }),
              stream: true,
              stream_options: { include_usage: true },
              max_completion_tokens: MAX_REPLY_TOKENS,
            },
            this.#options.extraBody,
          ),
        toolNames: tools ? Object.keys(tools.functionTools) : [],
        limits,
        startsInThought: this.#startsInThought,
        onThoughtWithoutBeginning: () => (this.#startsInThought = true),
        onPiece: () => {
          timer?.mark('firstToken');
          timer?.countToken();
        },
      },
      { chatCtx, toolCtx: tools, connOptions: connOptions ?? DEFAULT_API_CONNECT_OPTIONS },
    );
  }

  /**
   * Has the server read the prompt that every reply of the call begins with, so that the first one finds it in the
   * prefix cache. Costs one token.
   *
   * @throws what the request failed with; nothing depends on it.
   */
  async primePrefix(instructions: string, greeting: string, options: PrimingOptions = {}): Promise<void> {
    const context = llm.ChatContext.empty();
    context.addMessage({ role: 'system', content: instructions });
    context.addMessage({ role: 'assistant', content: greeting });
    await this.prime(context, options);
  }

  /**
   * The same for a conversation, up to its last answer, to which the caller will say something.
   *
   * @throws what the request failed with; nothing depends on it.
   */
  async prime(conversation: llm.ChatContext, { tools, signal }: PrimingOptions = {}): Promise<void> {
    const context = conversation.copy();
    const answered = context.items.findLastIndex(
      (item) => item.type === 'message' && item.role === 'assistant',
    );
    context.items.length = answered + 1;
    context.addMessage({ role: 'user', content: PRIMING_QUESTION });
    const request = extendBody(
      {
        ...(await this.#describe(context, llm.toToolContext(tools))),
        max_tokens: 1,
      },
      this.#options.extraBody,
    );
    await this.#client.chat.completions.create(request as OpenAI.ChatCompletionCreateParamsNonStreaming, {
      signal,
    });
  }

  /** What a server reads before it answers: the same for the same conversation and tools, to the letter. */
  async #describe(
    context: llm.ChatContext,
    tools: llm.ToolContext | undefined,
  ): Promise<Record<string, unknown>> {
    return {
      model: this.model,
      messages: await context.toProviderFormat('openai'),
      ...(tools && hasTools(tools) && { tools: describeTools(tools) }),
    };
  }
}

function hasTools(tools: llm.ToolContext): boolean {
  return Object.keys(tools.functionTools).length > 0;
}

function describeTools(tools: llm.ToolContext): object[] {
  return llm.sortedToolEntries(tools).map(([name, { description, parameters }]) => {
    const schema = { ...(llm.toJsonSchema(parameters, true, false) as Record<string, unknown>) };
    delete schema['$schema'];
    return { type: 'function', function: { name, description, parameters: schema } };
  });
}

function pickLimits({ firstTokenMs, idleMs }: Partial<TokenLimits>): Partial<TokenLimits> {
  return { ...(firstTokenMs !== undefined && { firstTokenMs }), ...(idleMs !== undefined && { idleMs }) };
}
