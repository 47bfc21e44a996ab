import { z } from 'zod';

/** Text, or Mistral's list of what is said and what is thought. */
const content = z
  .union([z.string(), z.array(z.looseObject({ type: z.string(), text: z.string().optional() }))])
  .nullish()
  .transform((given) =>
    typeof given === 'string'
      ? given
      : (given ?? []).map(({ type, text }) => (type === 'text' ? (text ?? '') : '')).join(''),
  );

const message = z.object({
  content,
  /** Names that servers give to what the model thinks. */
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish(),
  tool_calls: z
    .array(
      z.object({
        index: z.number().nullish(),
        id: z.string().nullish(),
        function: z.object({ name: z.string().nullish(), arguments: z.unknown() }).nullish(),
      }),
    )
    .nullish(),
});

const chunk = z.object({
  id: z.string().nullish(),
  choices: z
    .array(
      z.object({
        delta: message.nullish(),
        /** Of a server that does not stream. */
        message: message.nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z
    .object({
      prompt_tokens: z.number().nullish(),
      completion_tokens: z.number().nullish(),
      total_tokens: z.number().nullish(),
      prompt_tokens_details: z.object({ cached_tokens: z.number().nullish() }).nullish(),
    })
    .nullish(),
  error: z.union([z.string(), z.looseObject({ message: z.unknown() })]).nullish(),
});

/** A piece of an answer, as far as we read it. */
export interface CompletionChunk {
  id: string;
  content: string;
  isThinking: boolean;
  toolCalls: NonNullable<z.infer<typeof message>['tool_calls']>;
  finishReason: string | undefined;
  usage: z.infer<typeof chunk>['usage'];
  /** The server's words for what went wrong. */
  error: string | undefined;
}

/** @returns undefined for what is no piece of an answer. */
export function readChunk(data: string): CompletionChunk | undefined {
  const read = chunk.safeParse(parse(data));
  if (!read.success) return undefined;
  const { id, choices, usage, error } = read.data;
  const choice = choices?.[0];
  const said = choice?.delta ?? choice?.message;
  return {
    id: id ?? '',
    content: said?.content ?? '',
    isThinking: Boolean(said?.reasoning_content) || Boolean(said?.reasoning),
    toolCalls: said?.tool_calls ?? [],
    finishReason: choice?.finish_reason ?? undefined,
    usage,
    error: error ? (typeof error === 'string' ? error : String(error.message)) : undefined,
  };
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
