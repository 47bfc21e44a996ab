import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import { z } from 'zod';
import { ApiError, readJson } from './api-error.ts';
import type { Row } from './rows.ts';
import type { Station } from './station.ts';
import { speak, VOICE_RATE_HZ } from './voice.ts';

/** Audio leaves in pieces of at least this length, and no more often than a timer can follow. */
const LEAST_PIECE_MS = 100;
const LEAST_SLEEP_MS = 10;

const requestSchema = z.looseObject({
  model: z.string(),
  input: z.string().min(1),
  voice: z.string(),
  response_format: z.string().default('mp3'),
});

/** OpenAI's speech endpoint: sounds at the pace of a voice, streamed while they are "made". Any voice will do. */
export function createSpeechSynthesis(row: Row['tts'], { clock, counter }: Station): Hono {
  const app = new Hono();
  const pieceMs = Math.max(LEAST_PIECE_MS, LEAST_SLEEP_MS / row.realTimeFactor);
  const pieceSamples = Math.round((VOICE_RATE_HZ * pieceMs) / 1000);

  app.post('/v1/audio/speech', async (context) => {
    const startedMs = performance.now();
    const request = requestSchema.safeParse(await readJson(context));
    if (!request.success)
      throw new ApiError(
        400,
        request.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
      );
    const { input, response_format: format } = request.data;
    if (format !== 'pcm')
      throw new ApiError(
        400,
        `response_format '${format}': this server only speaks pcm (24 kHz, 16 bits, mono).`,
      );
    const samples = speak(input);
    context.header('content-type', 'audio/pcm');
    return stream(context, async (body) => {
      const leaving = new AbortController();
      body.onAbort(() => leaving.abort());
      await counter.count(leaving.signal, async () => {
        let dueMs = startedMs + clock.vary(row.ttfbMs);
        const perPieceMs = pieceMs * clock.vary(row.realTimeFactor);
        for (let from = 0; from < samples.length; from += pieceSamples) {
          await clock.until(dueMs, leaving.signal);
          const { buffer, byteOffset, byteLength } = samples.subarray(from, from + pieceSamples);
          await body.write(new Uint8Array(buffer, byteOffset, byteLength));
          dueMs += perPieceMs;
        }
      });
    });
  });
  return app;
}
