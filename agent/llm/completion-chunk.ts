import { z } from 'zod';

/** Text, or Mistral's list of what is said and what is thought. */
const content = z
  .union([z.string(), z.array(z.looseObject({ type: z.string(), text: z.string().optional() }))])
  .nullish()
  .transform((given) => {
    if (typeof given === 'string') return { text: given, hasThought: false };
    const parts = given ?? [];
    return {
      text: parts.map(({ type, text }) => (type === 'text' ? (text ?? '') : '')).join(''),
      hasThought: parts.some(({ type }) => type !== 'text'),
    };
  });

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
  /** What went wrong, of SGLang and of older vLLM. */
  message: z.string().nullish().catch(undefined),
  /** The same of servers on FastAPI; what they quote of the request is left out. */
  detail: z
    .union([z.string(), z.array(z.object({ msg: z.string() }))])
    .nullish()
    .catch(undefined),
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
  const { id, choices, usage } = read.data;
  const choice = choices?.[0];
  const said = choice?.delta ?? choice?.message;
  return {
    id: id ?? '',
    content: said?.content.text ?? '',
    isThinking: Boolean(said?.reasoning_content || said?.reasoning || said?.content.hasThought),
    toolCalls: said?.tool_calls ?? [],
    finishReason: choice?.finish_reason || undefined,
    usage,
    error: readError(read.data),
  };
}

function readError({ error, message, detail, choices }: z.infer<typeof chunk>): string | undefined {
  if (error) return typeof error === 'string' ? error : String(error.message);
  if (choices) return undefined;
  return message ?? (typeof detail === 'object' ? detail?.map(({ msg }) => msg).join('; ') : detail);
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
