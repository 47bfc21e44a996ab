import { z } from 'zod';

import { type Dependencies, findMissingParts, probe } from '../readiness.ts';
import type { DashboardConfig } from './config.ts';
import type { PartHealth } from './dashboard-data.ts';

type ModelPart = keyof DashboardConfig['modelUrls'];

/** More than this is a catalogue, not what is in use. */
const MAX_MODELS = 5;

/** Asks everything that a call needs: livekit-server, the worker, and the model servers that are known here. */
export async function checkParts(
  dependencies: Dependencies,
  modelUrls: DashboardConfig['modelUrls'],
): Promise<PartHealth[]> {
  const [missing, ...models] = await Promise.all([
    findMissingParts(dependencies),
    ...Object.entries(modelUrls).map(([part, url]) => checkModelServer(part as ModelPart, url)),
  ]);
  const servers = (['livekit-server', 'agent'] as const).map((part) => {
    const message = missing.find((each) => each.part === part)?.message ?? null;
    return { part, ok: message === null, message, models: [] };
  });
  return [...servers, ...models];
}

/** One that asks for the worker's key is there; the key is none of our business. */
async function checkModelServer(part: ModelPart, url: string): Promise<PartHealth> {
  const answer = await probe(`${url.replace(/\/+$/, '')}/models`);
  const ok = answer.ok || answer.status === 401 || answer.status === 403;
  const variable = `${part.toUpperCase()}_BASE_URL`;
  const message = `No model server answers at ${url} (${answer.text}). Start it, or correct ${variable}.`;
  return { part, ok, message: ok ? null : message, models: answer.ok ? parseModels(answer.text) : [] };
}

/** OpenAI's list of models. */
const modelList = z.object({ data: z.array(z.object({ id: z.string() })) });

function parseModels(text: string): string[] {
  try {
    const { data } = modelList.parse(JSON.parse(text));
    return data.slice(0, MAX_MODELS).map(({ id }) => id);
  } catch {
    return [];
  }
}
