import { z } from 'zod';
import { fetchFromModel } from '../model-client.ts';
import type { ModelServer } from '../model-client.ts';

const TIMEOUT_MS = 2_000;

const tokens = z.number().int().positive();

/** `GET /models`: vLLM and SGLang, LM Studio, OpenRouter; llama.cpp tells there what the model was trained for. */
const listed = z.object({
  data: z.array(
    z.looseObject({
      id: z.string(),
      max_model_len: tokens.nullish(),
      context_length: tokens.nullish(),
      max_context_length: tokens.nullish(),
    }),
  ),
});
/** llama.cpp. */
const props = z.object({ default_generation_settings: z.object({ n_ctx: tokens }) });
/** LM Studio. */
const studio = z.object({
  data: z.array(
    z.looseObject({
      id: z.string(),
      loaded_context_length: tokens.nullish(),
      max_context_length: tokens.nullish(),
    }),
  ),
});
/** Ollama: what runs. */
const running = z.object({
  models: z.array(z.looseObject({ name: z.string(), context_length: tokens.nullish() })),
});
/** SGLang, where the list has none. */
const info = z.looseObject({ context_length: tokens.nullish(), max_model_len: tokens.nullish() });

/** How much conversation the model can hold, in tokens, wherever its server tells; undefined where it does not. */
export async function readContextLength({
  baseUrl,
  apiKey,
  model,
}: ModelServer): Promise<number | undefined> {
  const root = baseUrl.replace(/\/v\d+$/, '');
  const get = async <T>(url: string, schema: z.ZodType<T>): Promise<T | undefined> => {
    try {
      const response = await fetchFromModel(url, {
        headers: { authorization: `Bearer ${apiKey}` },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return schema.parse(await response.json()); // What is no answer to this is none.
    } catch {
      return undefined;
    }
  };
  const [models, llamaCpp, lmStudio, ollama, sglang] = await Promise.all([
    get(`${baseUrl}/models`, listed),
    get(`${root}/props`, props),
    get(`${root}/api/v0/models`, studio),
    get(`${root}/api/ps`, running),
    get(`${root}/get_server_info`, info),
  ]);
  const entry = models?.data.find(({ id }) => id === model);
  const loaded = lmStudio?.data.find(({ id }) => id === model);
  return (
    llamaCpp?.default_generation_settings.n_ctx ??
    loaded?.loaded_context_length ??
    ollama?.models.find(({ name }) => name === model)?.context_length ??
    entry?.max_model_len ??
    entry?.context_length ??
    entry?.max_context_length ??
    loaded?.max_context_length ??
    sglang?.context_length ??
    undefined
  );
}
