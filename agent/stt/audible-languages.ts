import { z } from 'zod';
import { fetchFromModel } from '../model-client.ts';
import type { ModelServer } from '../model-client.ts';

const modelsSchema = z.object({
  data: z.array(z.object({ id: z.string(), languages: z.array(z.string()).optional() })),
});

/** Whisper models that understand nothing but English say so in their names. */
export function guessAudibleLanguages(model: string): string[] | undefined {
  return /\.en$/.test(model) ? ['en'] : undefined;
}

/**
 * The languages that an STT server understands, ISO 639-1: what it tells (ours does), or else what the model's name says;
 * undefined where nobody knows.
 */
export async function readAudibleLanguages(
  { baseUrl, apiKey, model }: ModelServer,
  signal: AbortSignal,
): Promise<string[] | undefined> {
  try {
    const headers = { authorization: `Bearer ${apiKey}` };
    const response = await fetchFromModel(`${baseUrl}/models`, { headers, signal });
    const models = modelsSchema.parse(await response.json());
    const told = models.data.find(({ id }) => id === model)?.languages;
    return told ?? guessAudibleLanguages(model);
  } catch {
    return guessAudibleLanguages(model); // Whether it works at all is found out elsewhere.
  }
}
