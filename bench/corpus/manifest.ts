import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { decodeWav } from '../../stack/wav.ts';

const ms = z.number().min(0);

const itemSchema = z.object({
  file: z.string().regex(/^[^/\\]+\.wav$/, 'expected the name of a WAV file in the same folder'),
  kind: z.enum(['complete', 'paused', 'backchannel', 'bargein', 'noisy', 'noise']),
  text: z.string(),
  voice: z.string(),
  duration_ms: ms,
  /** End of the caller's last word; 0 where nobody speaks. */
  speech_end_ms: ms,
  pauses: z.array(
    z.object({
      at_ms: ms,
      duration_ms: ms,
      /** Words said before the pause; without it they are counted by the share of the speech before it. */
      after_words: z.number().int().min(1).optional(),
    }),
  ),
  snr_db: z.number().optional(),
  bed: z.string().optional(),
  /** A turn model is fitted on one half and tested on the other. */
  half: z.enum(['fit', 'test']).default('test'),
});

/** manifest.json of a folder of labelled recordings; /work/shared/speech has the same format. */
export const manifestSchema = z.object({
  sample_rate_hz: z.number().int().positive(),
  synthetic: z.boolean(),
  engine: z.string(),
  items: z.array(itemSchema).min(1),
});

type ManifestItem = z.infer<typeof itemSchema>;
export type Manifest = z.input<typeof manifestSchema>;

/** One labelled recording of a caller. */
export interface CorpusItem {
  file: string;
  kind: ManifestItem['kind'];
  /** Empty where nobody speaks. */
  text: string;
  voice: string;
  /** Mono. */
  samples: Int16Array;
  rateHz: number;
  /** End of the last word. Not the end of the recording: noise goes on after it. */
  speechEndMs: number;
  /** Silences in the middle of the turn; `afterWords` is how many words came before. */
  pauses: { atMs: number; durationMs: number; afterWords?: number | undefined }[];
  /** Of noisy recordings: speech above its background, and what that is. */
  snrDb?: number | undefined;
  bed?: string | undefined;
  half: 'fit' | 'test';
}

/**
 * Reads a folder of labelled recordings.
 *
 * @throws Error that names the folder, the file and the field that break the format.
 */
export async function loadCorpus(folder: string): Promise<CorpusItem[]> {
  const path = join(folder, 'manifest.json');
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new Error(
      `${path} cannot be read (${String(error)}); a corpus is a folder with recordings and this file.`,
    );
  });
  const manifest = manifestSchema.safeParse(parseJson(path, text));
  if (!manifest.success)
    throw new Error(`${path} breaks the format:\n${describeProblems(manifest.error, text)}`);
  return Promise.all(manifest.data.items.map((item) => readItem(folder, item, manifest.data.sample_rate_hz)));
}

async function readItem(folder: string, item: ManifestItem, manifestRateHz: number): Promise<CorpusItem> {
  const path = join(folder, item.file);
  const wav = await readFile(path).catch((error: unknown) => {
    throw new Error(`${path} is in the manifest but cannot be read: ${String(error)}`);
  });
  const { samples, rateHz } = decodeItem(path, wav);
  const durationMs = (samples.length / rateHz) * 1000;
  const refuse = (problem: string) => new Error(`${path}: ${problem}`);
  if (rateHz !== manifestRateHz) throw refuse(`has ${rateHz} Hz; the manifest says ${manifestRateHz}.`);
  if (item.speech_end_ms > durationMs)
    throw refuse(
      `speech_end_ms is ${item.speech_end_ms}, but the recording ends at ${Math.round(durationMs)} ms.`,
    );
  for (const [index, { at_ms: atMs, duration_ms: pauseMs }] of item.pauses.entries())
    if (atMs + pauseMs > item.speech_end_ms)
      throw refuse(
        `pauses.${index} ends at ${atMs + pauseMs} ms, after speech_end_ms (${item.speech_end_ms}).`,
      );
  return {
    file: item.file,
    kind: item.kind,
    text: item.text,
    voice: item.voice,
    samples,
    rateHz,
    speechEndMs: item.speech_end_ms,
    pauses: item.pauses.map(({ at_ms: atMs, duration_ms: pauseMs, after_words: afterWords }) => ({
      atMs,
      durationMs: pauseMs,
      afterWords,
    })),
    snrDb: item.snr_db,
    bed: item.bed,
    half: item.half,
  };
}

function decodeItem(path: string, wav: Uint8Array) {
  try {
    return decodeWav(wav);
  } catch (error) {
    throw new Error(`${path} is ${(error as Error).message}.`);
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path} is not JSON: ${(error as Error).message}`);
  }
}

/** One line a problem; items go by the name of their file. */
function describeProblems(error: z.ZodError, text: string): string {
  const { items } = JSON.parse(text) as { items?: { file?: unknown }[] };
  return error.issues
    .map(({ path, message }) => {
      const [first, index, ...field] = path;
      const file = first === 'items' && typeof index === 'number' ? items?.[index]?.file : undefined;
      const where = typeof file === 'string' ? `${file}: ${field.join('.')}` : path.join('.');
      return `  ${where}: ${message}`;
    })
    .join('\n');
}
