import { APIConnectionError, APIError, APIStatusError } from '@livekit/agents';
import { z } from 'zod';
import type { Hypothesis } from '../hypothesis.ts';
import { fetchFromModel } from '../model-client.ts';
import type { ModelServer } from '../model-client.ts';
import { LISTENING_RATE_HZ } from '../turn-audio.ts';
import { encodeWav } from './wav.ts';

/** An STT server and the language spoken to it (ISO 639-1). */
export type SttServer = ModelServer & { language: string };

const answerSchema = z.object({ text: z.string(), end_of_turn: z.number().min(0).max(1).nullish() });

/** Servers that refused our one extension to OpenAI's request, by base URL; they are asked without it. */
const plainServers = new Set<string>();

/**
 * Has a server write down 16-bit mono samples at 16 kHz: `POST /audio/transcriptions`.
 *
 * @throws APIStatusError for an error status, APIError for an answer of another kind, APIConnectionError when the
 * server can't be reached; whatever `signal` was aborted with.
 */
export async function transcribe(
  server: SttServer,
  samples: Int16Array,
  signal: AbortSignal,
): Promise<Hypothesis> {
  const isPlain = plainServers.has(server.baseUrl);
  const response = await post(server, samples, isPlain ? [] : ['end_of_turn'], signal);
  if (!isPlain && (response.status === 400 || response.status === 422)) {
    await response.body?.cancel();
    plainServers.add(server.baseUrl);
    return transcribe(server, samples, signal);
  }
  if (!response.ok) {
    const reason = (await response.text()).slice(0, 500);
    throw new APIStatusError({
      message: `The STT server refused the audio: ${response.status} ${reason}`,
      options: { statusCode: response.status },
    });
  }
  const answer = answerSchema.safeParse(await response.json().catch(() => undefined));
  if (!answer.success)
    throw new APIError('The STT server answered something other than a transcript. Is STT_BASE_URL right?');
  return { text: answer.data.text.trim(), endOfTurn: answer.data.end_of_turn ?? undefined };
}

async function post(server: SttServer, samples: Int16Array, include: string[], signal: AbortSignal) {
  const form = new FormData();
  form.set('file', new Blob([encodeWav(samples, LISTENING_RATE_HZ)], { type: 'audio/wav' }), 'turn.wav');
  form.set('model', server.model);
  form.set('language', server.language);
  form.set('response_format', 'json');
  for (const item of include) form.append('include[]', item);
  try {
    return await fetchFromModel(`${server.baseUrl}/audio/transcriptions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.apiKey}` },
      body: form,
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    throw new APIConnectionError({
      message: `The STT server at ${server.baseUrl} can't be reached: ${String(error)}`,
    });
  }
}
