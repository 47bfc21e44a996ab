import { Hono } from 'hono';
import { decodeWav } from '../../stack/wav.ts';
import { ApiError } from './api-error.ts';
import type { Ear } from './ear.ts';
import type { Row } from './rows.ts';
import type { Station } from './station.ts';

/** OpenAI's transcription endpoint, with the extension of models/stt that tells how likely the turn is over. */
export function createTranscription(row: Row['stt'], ear: Ear, { clock, counter }: Station): Hono {
  const app = new Hono();
  app.post('/v1/audio/transcriptions', async (context) => {
    const startedMs = performance.now();
    const form = await context.req.formData();
    const format = readFormat(form);
    const dueMs = startedMs + clock.vary(row.batchMs);
    const listening = ear(await readAudio(form));
    const signal = context.req.raw.signal;
    await counter.count(signal, () => clock.until(dueMs, signal));
    const heard = await listening;
    if (format === 'text') return context.text(heard.text);
    const wantsTurn = form.getAll('include[]').includes('end_of_turn');
    return context.json({ text: heard.text, ...(wantsTurn && { end_of_turn: heard.endOfTurn }) });
  });
  return app;
}

function readFormat(form: FormData): 'json' | 'text' {
  const format = form.get('response_format') ?? 'json';
  if (format === 'json' || format === 'text') return format;
  throw new ApiError(400, "The field 'response_format' must be json or text here.");
}

async function readAudio(form: FormData) {
  const file = form.get('file');
  if (!(file instanceof Blob)) throw new ApiError(400, "The field 'file' is missing or holds no file.");
  try {
    return decodeWav(new Uint8Array(await file.arrayBuffer()));
  } catch (error) {
    throw new ApiError(400, `The field 'file' holds ${(error as Error).message}.`);
  }
}
