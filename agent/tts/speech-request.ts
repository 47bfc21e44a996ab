import { APIConnectionError, APIError, APIStatusError, APITimeoutError } from '@livekit/agents';
import { Agent, request } from 'undici';
import { sayClearly } from './clear-speech.ts';

/** What `POST /audio/speech` is asked with. */
export interface SpeechOptions {
  /** OpenAI-compatible base URL, with its `/v1`. */
  baseUrl: string;
  apiKey: string;
  model: string;
  voice: string;
  /** 1 is the voice's own pace. */
  speed: number;
  /** ISO 639-1 code of what is spoken. */
  language: string;
}

/** Raw PCM as OpenAI's API defines it for `response_format: 'pcm'`. */
export const SPEECH_SAMPLE_RATE_HZ = 24_000;

const BYTES_PER_SAMPLE = 2;
const REASON_LENGTH = 500;

/**
 * Connections outlive the pause between two turns; by default they would be closed after 4 s. The server may close one
 * meanwhile: then the request fails before any audio and is tried again. How long to wait is {@link requestSpeech}'s.
 */
const connections = new Agent({
  keepAliveTimeout: 300_000,
  keepAliveMaxTimeout: 300_000,
  headersTimeout: 0,
  bodyTimeout: 0,
});

/**
 * Asks a model server to speak `text` and yields 16-bit mono samples at {@link SPEECH_SAMPLE_RATE_HZ} as their
 * bytes arrive; an odd byte is carried over to the next chunk.
 *
 * @param timeoutMs - longest wait for the response and then for each next chunk.
 * @throws APIStatusError for an error status, APIError for anything that is not audio, APITimeoutError,
 * APIConnectionError. An abort of `signal` closes the connection and ends the samples without an error.
 */
export async function* requestSpeech(
  options: SpeechOptions,
  text: string,
  signal: AbortSignal,
  timeoutMs: number,
): AsyncGenerator<Int16Array> {
  const watchdog = new AbortController();
  let timer = setTimeout(() => watchdog.abort(), timeoutMs);
  let complete = false;
  try {
    const body = await postSpeech(options, text, AbortSignal.any([signal, watchdog.signal]));
    let odd = new Uint8Array();
    let samplesSoFar = 0;
    for await (const chunk of body) {
      clearTimeout(timer);
      const bytes = Buffer.concat([odd, chunk as Uint8Array]);
      const whole = bytes.length - (bytes.length % BYTES_PER_SAMPLE);
      odd = bytes.subarray(whole);
      if (whole > 0) yield new Int16Array(new Uint8Array(bytes.subarray(0, whole)).buffer);
      samplesSoFar += whole / BYTES_PER_SAMPLE;
      timer = setTimeout(() => watchdog.abort(), timeoutMs);
    }
    complete = true;
    if (samplesSoFar === 0) throw new APIError('The TTS server answered without any audio.');
  } catch (error) {
    if (signal.aborted) return;
    if (watchdog.signal.aborted)
      throw new APITimeoutError({ message: `The TTS server was silent for ${timeoutMs} ms.` });
    if (error instanceof APIError) throw error;
    throw new APIConnectionError({
      message: `The TTS server at ${options.baseUrl} broke off: ${String(error)}`,
    });
  } finally {
    clearTimeout(timer);
    if (!complete) watchdog.abort(); // The consumer stopped early: close the connection so that the server stops working.
  }
}

async function postSpeech(options: SpeechOptions, text: string, signal: AbortSignal) {
  const { statusCode, headers, body } = await request(`${options.baseUrl}/audio/speech`, {
    method: 'POST',
    headers: { authorization: `Bearer ${options.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: options.model,
      voice: options.voice,
      speed: options.speed,
      input: sayClearly(text, options.language),
      response_format: 'pcm',
    }),
    dispatcher: connections,
    signal,
  });
  if (statusCode < 200 || statusCode > 299) {
    const reason = (await body.text()).slice(0, REASON_LENGTH);
    throw new APIStatusError({
      message: `The TTS server refused the text: ${statusCode} ${reason}`,
      options: { statusCode },
    });
  }
  const type = String(headers['content-type'] ?? 'no content type');
  if (!/^(audio\/|application\/octet-stream)/.test(type)) {
    await body.dump();
    throw new APIError(`The TTS server answered ${type} instead of audio. Is TTS_BASE_URL right?`, {
      retryable: false,
    });
  }
  return body;
}
