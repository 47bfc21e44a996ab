import { randomUUID } from 'node:crypto';

import type { Answer } from './answer.ts';
import { MODEL_ID, type ChatRequest } from './chat-request.ts';

/** Tells every client that reads it what answered. */
const SYSTEM_FINGERPRINT = 'parley-offline-answers-no-language-model';

/** Sizes as OpenAI reports them; there are no tokens here, so these are words. */
interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
}

/** An answer in OpenAI's format: https://platform.openai.com/docs/api-reference/chat/object */
export function createCompletion(request: ChatRequest, answer: Answer): object {
  const message =
    'text' in answer
      ? { role: 'assistant', content: answer.text, refusal: null }
      : { role: 'assistant', content: null, refusal: null, tool_calls: [createToolCall(answer)] };
  return {
    ...createEnvelope('chat.completion'),
    choices: [{ index: 0, message, logprobs: null, finish_reason: nameFinishReason(answer) }],
    usage: countUsage(request, answer),
  };
}

/** The same as a stream, one chunk a word: https://platform.openai.com/docs/api-reference/chat-streaming */
export function* createChunks(request: ChatRequest, answer: Answer): Generator<object> {
  const withUsage = request.stream_options?.include_usage === true;
  const envelope = { ...createEnvelope('chat.completion.chunk'), ...(withUsage && { usage: null }) };
  const createChunk = (delta: object, finishReason: string | null = null) => ({
    ...envelope,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
  });
  yield createChunk({ role: 'assistant', content: 'text' in answer ? '' : null });
  if ('text' in answer) {
    for (const [word] of answer.text.matchAll(/\s*\S+/g)) yield createChunk({ content: word });
  } else {
    yield createChunk({ tool_calls: [{ index: 0, ...createToolCall(answer) }] });
  }
  yield createChunk({}, nameFinishReason(answer));
  if (withUsage) yield { ...envelope, choices: [], usage: countUsage(request, answer) };
}

function createEnvelope(object: string) {
  return {
    id: `chatcmpl-${randomUUID()}`,
    object,
    created: Math.floor(Date.now() / 1000),
    model: MODEL_ID,
    system_fingerprint: SYSTEM_FINGERPRINT,
  };
}

function createToolCall({ toolCall }: Extract<Answer, { toolCall: unknown }>) {
  return { id: `call_${randomUUID()}`, type: 'function', function: toolCall };
}

function nameFinishReason(answer: Answer): string {
  return 'text' in answer ? 'stop' : 'tool_calls';
}

function countUsage({ messages }: ChatRequest, answer: Answer): Usage {
  const prompt = messages.reduce((sum, { content }) => sum + countWords(content ?? ''), 0);
  const completion = countWords('text' in answer ? answer.text : answer.toolCall.arguments);
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
