import { Hono } from 'hono';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { ApiError, readJson } from './api-error.ts';
import { chooseReply, splitTokens } from './replies.ts';
import type { Row } from './rows.ts';
import type { Station } from './station.ts';

const content = z.union([
  z.string(),
  z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
  z.null(),
]);
const requestSchema = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content: content.optional() })).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: z.number().int().min(1).nullish(),
  max_completion_tokens: z.number().int().min(1).nullish(),
});
type ChatRequest = z.infer<typeof requestSchema>;

/** What is said, token by token, and why it ends. */
interface Answer {
  tokens: string[];
  finishReason: 'stop' | 'length';
  promptTokens: number;
}

/** OpenAI's chat completions: scripted words at the pace of a language model. Tools are never called. */
export function createLanguageModel(row: Row['llm'], { clock, counter }: Station): Hono {
  const app = new Hono();
  const id = () => `chatcmpl-${counter.requests}`;

  async function* speakTokens(
    tokens: string[],
    startedMs: number,
    signal: AbortSignal,
  ): AsyncGenerator<string> {
    let dueMs = startedMs + clock.vary(row.ttftMs);
    const perTokenMs = clock.vary(1000 / row.tokensPerSecond);
    for (const token of tokens) {
      await clock.until(dueMs, signal);
      yield token;
      dueMs += perTokenMs;
    }
  }

  app.post('/v1/chat/completions', async (context) => {
    const startedMs = performance.now();
    const request = parseRequest(await readJson(context));
    const answer = compose(request);
    const signal = context.req.raw.signal;
    if (request.stream) return streamAnswer(context, request, answer, startedMs);
    let said = '';
    await counter.count(signal, async () => {
      for await (const token of speakTokens(answer.tokens, startedMs, signal)) said += token;
    });
    const message = { role: 'assistant', content: said, refusal: null };
    return context.json({
      ...envelope(id(), 'chat.completion', request.model),
      choices: [{ index: 0, message, logprobs: null, finish_reason: answer.finishReason }],
      usage: countUsage(answer),
    });
  });

  function streamAnswer(context: Context, request: ChatRequest, answer: Answer, startedMs: number): Response {
    return streamSSE(context, async (stream) => {
      const leaving = new AbortController();
      stream.onAbort(() => leaving.abort());
      const head = envelope(id(), 'chat.completion.chunk', request.model);
      const send = (event: object) => stream.writeSSE({ data: JSON.stringify({ ...head, ...event }) });
      const choose = (delta: object, finishReason: string | null = null) =>
        send({ choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }] });
      await counter.count(leaving.signal, async () => {
        let first = true;
        for await (const token of speakTokens(answer.tokens, startedMs, leaving.signal)) {
          await choose({ ...(first && { role: 'assistant' }), content: token });
          first = false;
        }
        await choose({}, answer.finishReason);
        if (request.stream_options?.include_usage) await send({ choices: [], usage: countUsage(answer) });
        await stream.writeSSE({ data: '[DONE]' });
      });
    });
  }
  return app;
}

function parseRequest(body: unknown): ChatRequest {
  const request = requestSchema.safeParse(body);
  if (request.success) return request.data;
  throw new ApiError(
    400,
    request.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
  );
}

function compose(request: ChatRequest): Answer {
  const said = request.messages.map((message) => readText(message.content));
  const user = request.messages.findLastIndex(({ role }) => role === 'user');
  const tokens = splitTokens(chooseReply(said[user] ?? ''));
  const limit = request.max_completion_tokens ?? request.max_tokens ?? tokens.length;
  return {
    tokens: tokens.slice(0, limit),
    finishReason: limit < tokens.length ? 'length' : 'stop',
    promptTokens: said.reduce((sum, text) => sum + splitTokens(text).length, 0),
  };
}

function readText(said: z.infer<typeof content> | undefined): string {
  if (typeof said === 'string') return said;
  return (said ?? []).map(({ text }) => text ?? '').join(' ');
}

function countUsage({ tokens, promptTokens }: Answer) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: tokens.length,
    total_tokens: promptTokens + tokens.length,
  };
}

function envelope(id: string, object: string, model: string) {
  return { id, object, created: Math.floor(Date.now() / 1000), model };
}
