import { z } from 'zod';
import type { CorpusItem } from '../corpus/manifest.ts';

/**
 * By file: at some moments of its silences, how likely Smart Turn finds it that the turn is over, given the audio up
 * to that moment and none of what follows.
 */
export const turnEndsSchema = z.record(
  z.string(),
  z.array(z.object({ at_ms: z.number(), probability: z.number().min(0).max(1) })),
);
export type TurnEnds = z.infer<typeof turnEndsSchema>;

/** How long into a silence it is judged. */
const SILENCES_MS = [40, 100, 200, 400, 800, 1600];

/** The moments of a recording at which the end of the turn is judged: in its pauses, and after its end. */
export function listJudgedMs({ speechEndMs, pauses }: CorpusItem): number[] {
  if (speechEndMs === 0) return [];
  const silences = [...pauses, { atMs: speechEndMs, durationMs: Infinity }];
  return silences.flatMap(({ atMs, durationMs }) =>
    SILENCES_MS.filter((silenceMs) => silenceMs <= durationMs).map((silenceMs) => atMs + silenceMs),
  );
}

/** The last judgement before the end of the audio; null while the caller speaks. */
export function lookUpTurnEnd(ends: TurnEnds, item: CorpusItem, audioEndMs: number): number | null {
  const silences = [...item.pauses, { atMs: item.speechEndMs, durationMs: Infinity }];
  const silence = silences.find(
    ({ atMs, durationMs }) => audioEndMs >= atMs && audioEndMs <= atMs + durationMs,
  );
  if (!silence) return null;
  const judged = (ends[item.file] ?? []).filter(
    ({ at_ms: atMs }) => atMs >= silence.atMs && atMs <= audioEndMs,
  );
  return judged.at(-1)?.probability ?? null;
}
