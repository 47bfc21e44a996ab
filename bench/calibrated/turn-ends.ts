import { z } from 'zod';
import type { CorpusItem } from '../corpus/manifest.ts';

/**
 * By file: at some moments of its silences, how likely Smart Turn finds it that the turn is over, given the audio up
 * to that moment and none of what follows (bench/corpus/judge_turn_ends.py).
 */
export const turnEndsSchema = z.record(
  z.string(),
  z.array(z.object({ at_ms: z.number(), probability: z.number().min(0).max(1) })),
);
export type TurnEnds = z.infer<typeof turnEndsSchema>;

/** What was judged last before the end of the audio; null while the caller speaks. */
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
