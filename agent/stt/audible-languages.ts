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

/**
 * What an operator has to know of an STT model that does not understand every language; a line each.
 *
 * @param assistants - who answers calls, and in which language.
 */
export function describeHearing(
  model: string,
  audible: readonly string[] | undefined,
  assistants: readonly { name: string; language?: string | undefined }[] = [],
): string[] {
  if (!audible) return [];
  const names = new Intl.DisplayNames('en', { type: 'language' });
  const [only] = audible;
  const lines =
    only && audible.length === 1
      ? [
          `${model} understands ${names.of(only)} only, so that \`language: auto\` is ${names.of(only)}; STT_MODEL=base, or a larger model without .en in its name, understands others`,
        ]
      : [];
  for (const { name, language } of assistants)
    if (language && language !== 'auto' && !audible.includes(language))
      lines.push(`the assistant ${name} speaks ${names.of(language)}, which ${model} does not understand`);
  return lines;
}
