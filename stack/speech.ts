import { z } from 'zod';
import { encodeWav } from '../agent/stt/wav.ts';
import { CALL_RATE_HZ } from './caller.ts';

const transcriptSchema = z.object({ text: z.string() });

/** A model server and what to ask of it. */
export interface ModelServer {
  baseUrl: string;
  apiKey?: string | undefined;
  model: string;
}

/**
 * Has a TTS server speak a text.
 *
 * @returns mono samples at {@link CALL_RATE_HZ}. @throws Error with the server's answer when it refuses.
 */
export async function synthesize(server: ModelServer, voice: string, text: string): Promise<Int16Array> {
  const response = await fetch(`${server.baseUrl}/audio/speech`, {
    method: 'POST',
    headers: { ...authorize(server), 'content-type': 'application/json' },
    body: JSON.stringify({ model: server.model, voice, input: text, response_format: 'pcm' }),
  });
  if (!response.ok) throw new Error(`TTS answered ${response.status}: ${await response.text()}`);
  return new Int16Array(await response.arrayBuffer());
}

/**
 * Has an STT server write down mono samples at {@link CALL_RATE_HZ}.
 *
 * @throws Error with the server's answer when it refuses.
 */
export async function transcribe(server: ModelServer, samples: Int16Array): Promise<string> {
  const form = new FormData();
  form.set('file', new Blob([encodeWav(samples, CALL_RATE_HZ)], { type: 'audio/wav' }), 'speech.wav');
  form.set('model', server.model);
  const response = await fetch(`${server.baseUrl}/audio/transcriptions`, {
    method: 'POST',
    headers: authorize(server),
    body: form,
  });
  if (!response.ok) throw new Error(`STT answered ${response.status}: ${await response.text()}`);
  return transcriptSchema.parse(await response.json()).text.trim();
}

function authorize({ apiKey }: ModelServer): Record<string, string> {
  return apiKey ? { authorization: `Bearer ${apiKey}` } : {};
}
