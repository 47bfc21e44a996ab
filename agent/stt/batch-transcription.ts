import { APIConnectionError, APIError, APIStatusError } from '@livekit/agents';
import { z } from 'zod';
import type { Hypothesis } from '../hypothesis.ts';
import { fetchFromModel } from '../model-client.ts';
import type { ModelServer } from '../model-client.ts';
import { LISTENING_RATE_HZ } from '../turn-audio.ts';
import { confidenceSchema, readConfidence, segmentSchema } from './confidence.ts';
import { encodeWav } from './wav.ts';

/** An STT server and what is spoken to it. Languages are ISO 639-1. */
export type SttServer = ModelServer & {
  /** What is expected. */
  language: string;
  /** What it could be; none where it can only be what is expected. */
  languages?: readonly string[];
};

const answerSchema = z.object({
  text: z.string(),
  end_of_turn: z.number().min(0).max(1).nullish(),
  language: z.string().nullish(),
  language_probability: z.number().min(0).max(1).nullish(),
  confidence: confidenceSchema.nullish(),
  segments: z.array(segmentSchema).nullish().catch(undefined),
});

/** What a server may be asked: our extensions, OpenAI's longest answer, or the shortest, which every server has. */
const requestKinds = ['extended', 'verbose', 'plain'] as const;
type RequestKind = (typeof requestKinds)[number];

/** By base URL, what servers understand; each is asked for more first, and for less once it has refused. */
const understood = new Map<string, RequestKind>();

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
  kind = understood.get(server.baseUrl) ?? 'extended',
): Promise<Hypothesis> {
  const response = await post(server, samples, describe(kind, server), signal);
  const less = requestKinds[requestKinds.indexOf(kind) + 1];
  if (less && (response.status === 400 || response.status === 422)) {
    await response.body?.cancel();
    return transcribe(server, samples, signal, less);
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
  const { text, end_of_turn: endOfTurn, language, language_probability: probability } = answer.data;
  // Only now: what asking for less does not mend was no lack of understanding.
  const isIgnored = kind === 'extended' && isPlainAnswer(server, answer.data);
  understood.set(server.baseUrl, isIgnored ? 'verbose' : kind);
  return {
    text: text.trim(),
    endOfTurn: endOfTurn ?? undefined,
    language: readLanguage(language, server.languages),
    languageProbability: probability ?? undefined,
    confidence: readConfidence(answer.data),
  };
}

/** A server that ignores what it does not know says nothing of the things it was asked to include. */
function isPlainAnswer({ languages }: SttServer, answer: z.infer<typeof answerSchema>): boolean {
  const isSilentOnWords = answer.confidence === undefined && answer.end_of_turn === undefined;
  return isSilentOnWords || Boolean(languages?.length && answer.language == null);
}

/** To OpenAI's servers a language is an order; without one they find out, and tell it in the longer answer. */
function describe(kind: RequestKind, { language, languages = [] }: SttServer): [string, string][] {
  if (kind === 'extended')
    return [
      ['language', language],
      ...languages.map((code): [string, string] => ['languages[]', code]),
      ['response_format', 'json'],
      ['include[]', 'end_of_turn'],
      ['include[]', 'confidence'],
    ];
  const expected: [string, string][] = languages.length > 0 ? [] : [['language', language]];
  return [...expected, ['response_format', kind === 'verbose' ? 'verbose_json' : 'json']];
}

/** Servers name languages by code, or as OpenAI does: "german". */
function readLanguage(
  named: string | null | undefined,
  languages: readonly string[] = [],
): string | undefined {
  if (!named) return undefined;
  const names = new Intl.DisplayNames('en', { type: 'language' });
  const isNamed = (code: string) => code === named || names.of(code)?.toLowerCase() === named.toLowerCase();
  return languages.find(isNamed);
}

async function post(server: SttServer, samples: Int16Array, fields: [string, string][], signal: AbortSignal) {
  const form = new FormData();
  form.set('file', new Blob([encodeWav(samples, LISTENING_RATE_HZ)], { type: 'audio/wav' }), 'turn.wav');
  form.set('model', server.model);
  for (const [name, value] of fields) form.append(name, value);
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
