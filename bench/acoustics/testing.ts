import { CALL_RATE_HZ } from '../../stack/caller.ts';
import type { HeardFrame } from '../../stack/caller.ts';

const FRAME_MS = 10;
const LOUD = 5_000;

/** Frames of 10 ms as a caller hears them from 0 to `endMs`, loud in the given stretches and silent elsewhere. */
export function makeHeard(endMs: number, ...loud: [fromMs: number, toMs: number][]): HeardFrame[] {
  return Array.from({ length: endMs / FRAME_MS }, (_, index) => {
    const atMs = index * FRAME_MS;
    const isLoud = loud.some(([fromMs, toMs]) => atMs >= fromMs && atMs < toMs);
    return { atMs, samples: new Int16Array((CALL_RATE_HZ * FRAME_MS) / 1000).fill(isLoud ? LOUD : 0) };
  });
}
