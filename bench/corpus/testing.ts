import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeWav } from '../../agent/stt/wav.ts';
import { speak, VOICE_RATE_HZ } from '../calibrated/voice.ts';
import { join as joinSamples } from './sound.ts';

export const silence = (ms: number) => new Int16Array((VOICE_RATE_HZ * ms) / 1000);

/** A sentence in parts, with silence between them, and what a manifest says of it. */
export function sayWithPauses(file: string, parts: string[], pauseMs: number) {
  let samples: Int16Array = new Int16Array(0);
  const pauses = [];
  for (const [index, part] of parts.entries()) {
    if (index > 0) {
      const before = parts.slice(0, index).join(' ');
      const at_ms = (samples.length / VOICE_RATE_HZ) * 1000;
      pauses.push({ at_ms, duration_ms: pauseMs, after_words: before.split(' ').length });
      samples = joinSamples(samples, silence(pauseMs));
    }
    samples = joinSamples(samples, speak(part));
  }
  const speech_end_ms = (samples.length / VOICE_RATE_HZ) * 1000;
  const kind = pauses.length > 0 ? 'paused' : 'complete';
  const text = parts.join(' ');
  return {
    samples,
    item: { file, kind, text, voice: 'none', duration_ms: speech_end_ms, speech_end_ms, pauses },
  };
}

/** A folder in the corpus' format; `change` breaks its manifest. */
export async function writeCorpusFolder(
  recordings: ReturnType<typeof sayWithPauses>[],
  change: (
    item: Record<string, unknown>,
    manifest: { sample_rate_hz: number; items: unknown[] },
  ) => unknown = () => undefined,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-corpus-'));
  for (const { samples, item } of recordings)
    await writeFile(join(folder, item.file), encodeWav(samples, VOICE_RATE_HZ));
  const items = recordings.map(({ item }): Record<string, unknown> => ({ ...item }));
  const manifest = { sample_rate_hz: VOICE_RATE_HZ, synthetic: true, engine: 'tones', items };
  for (const item of items) change(item, manifest);
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return folder;
}
