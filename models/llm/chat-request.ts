import { z } from 'zod';

import { ApiError } from './api-error.ts';

/** The one model of this server: no language model, and it says so. */
export const MODEL_ID = 'offline-answers';

const textPart = z.looseObject({ type: z.literal('text'), text: z.string() });
const refusalPart = z.looseObject({ type: z.literal('refusal'), refusal: z.string() });
const parts = z.array(
  z.union([textPart, refusalPart], 'expected parts of type text; this server reads text only'),
);
const content = z
  .union([z.string(), parts], 'expected a text or a list of text parts')
  .transform((value) =>
    typeof value === 'string'
      ? value
      : value.map((part) => ('text' in part ? part.text : part.refusal)).join(''),
  );

const toolName = z.string().regex(/^[\w-]{1,64}$/, 'expected 1 to 64 letters, digits, _ or -');
const toolCall = z.looseObject({ id: z.string(), function: z.looseObject({ name: z.string() }) });

const message = z.discriminatedUnion(
  'role',
  [
    z.looseObject({ role: z.enum(['system', 'developer', 'user']), content }),
    z.looseObject({
      role: z.literal('assistant'),
      content: content.nullish(),
      tool_calls: z.array(toolCall).nullish(),
    }),
    z.looseObject({ role: z.literal('tool'), content, tool_call_id: z.string() }),
  ],
  'expected role system, developer, user, assistant or tool',
);

const tool = z.looseObject({
  type: z.literal('function'),
  function: z.looseObject({
    name: toolName,
    description: z.string().nullish(),
    parameters: z.record(z.string(), z.unknown()).nullish(),
  }),
});

const toolChoice = z.union(
  [
    z.enum(['none', 'auto', 'required']),
    z.looseObject({ type: z.literal('function'), function: z.looseObject({ name: toolName }) }),
  ],
  "expected 'none', 'auto', 'required' or {type: 'function', function: {name}}",
);

/** Fields that steer a model (temperature, max_tokens, …) are accepted and mean nothing here. */
const chatRequest = z.looseObject({
  model: z.string(),
  messages: z.array(message).min(1, 'expected at least one message'),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  n: z.literal(1, 'expected 1: there is only one answer').nullish(),
  response_format: z
    .looseObject({ type: z.literal('text', 'expected text: answers are sentences, not JSON') })
    .nullish(),
  tools: z.array(tool).nullish(),
  tool_choice: toolChoice.nullish(),
});

/** A chat completion request; `content` of every message is plain text. */
export type ChatRequest = z.infer<typeof chatRequest>;
export type ChatMessage = ChatRequest['messages'][number];
export type Tool = z.infer<typeof tool>['function'];

/** @throws ApiError 400 that names the field, or 404 for a model that is not ours */
export function parseChatRequest(body: unknown): ChatRequest {
  const result = chatRequest.safeParse(body);
  if (!result.success) {
    const problems = result.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'body'}: ${message}`,
    );
    const param = result.error.issues[0]?.path.join('.') ?? '';
    throw new ApiError(400, problems.slice(0, 5).join('; '), { param });
  }
  if (result.data.model !== MODEL_ID) {
    throw new ApiError(404, `There is only one model here: '${MODEL_ID}', which is no language model.`, {
      param: 'model',
      code: 'model_not_found',
    });
  }
  return result.data;
}
