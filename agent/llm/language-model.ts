import { llm } from '@livekit/agents';
import * as openai from '@livekit/agents-plugin-openai';
import type { OpenAI } from 'openai';
import { createModelClient } from '../model-client.ts';
import type { ModelServer } from '../model-client.ts';

/** Told how one reply comes along; see the turn meter's attempts. */
export interface ReplyTimer {
  mark(stage: 'llmRequest' | 'firstToken'): void;
  countToken(): void;
}

/** Any words do: what matters is the prompt before them. */
const PRIMING_QUESTION = 'Hello';

/**
 * Minutes of speech, and thinking with it. It bounds what is generated for nobody by a server that does not notice a
 * closed connection: SGLang 0.5.18 and 0.5.19 go on up to this (sgl-project/sglang#36333).
 */
const MAX_REPLY_TOKENS = 1000;

/**
 * The language model behind `POST /chat/completions`. Closing a stream, as the framework does with a speculation that
 * speech has overtaken, closes its connection, which is what tells SGLang, vLLM and llama.cpp to stop generating.
 */
export class LanguageModel extends openai.LLM {
  readonly #client: OpenAI;
  readonly #beginReply: () => ReplyTimer | undefined;

  /** `beginReply` is called for every request, as it is made. */
  constructor(server: ModelServer, beginReply: () => ReplyTimer | undefined = () => undefined) {
    const client = createModelClient(server);
    super({ client, apiKey: server.apiKey, model: server.model, maxCompletionTokens: MAX_REPLY_TOKENS });
    this.#client = client;
    this.#beginReply = beginReply;
  }

  override chat(request: Parameters<openai.LLM['chat']>[0]): openai.LLMStream {
    const timer = this.#beginReply();
    timer?.mark('llmRequest');
    const stream = super.chat(request);
    if (timer) timeStream(stream, timer);
    return stream;
  }

  /**
   * Has the server read the prompt that every reply of the call begins with, so that the first one finds it in the
   * prefix cache. Costs one token.
   *
   * @throws what the request failed with; nothing depends on it.
   */
  async primePrefix(instructions: string, greeting: string, signal?: AbortSignal): Promise<void> {
    const context = llm.ChatContext.empty();
    context.addMessage({ role: 'system', content: instructions });
    context.addMessage({ role: 'assistant', content: greeting });
    context.addMessage({ role: 'user', content: PRIMING_QUESTION });
    await this.#client.chat.completions.create(
      {
        model: this.model,
        messages: (await context.toProviderFormat('openai')) as OpenAI.ChatCompletionMessageParam[],
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- servers of one's own may know no other name
        max_tokens: 1,
      },
      { signal },
    );
  }
}

/** The plugin's streams have no hook for what passes through them, so the step that hands it out is wrapped. */
function timeStream(stream: openai.LLMStream, timer: ReplyTimer): void {
  const next = stream.next.bind(stream);
  stream.next = async () => {
    const result = await next();
    if (!result.done && llm.hasResponse(result.value)) {
      timer.mark('firstToken');
      timer.countToken();
    }
    return result;
  };
}
