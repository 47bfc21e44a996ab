import fitted from './end-of-turn-weights.json' with { type: 'json' };
import type { PauseHabits } from './pause-habits.ts';

/** How readily the agent takes the floor. */
export type EndpointingPreset = keyof typeof fitted.presets;

/** Earliest and latest silence after which a turn may end, in milliseconds. */
export interface EndpointingBounds {
  minMs: number;
  maxMs: number;
}

/** Steps in which silence is considered: finer than a frame of voice activity (32 ms). */
const STEP_MS = 10;

/**
 * Decides how long the caller has to be silent before the turn counts as over.
 *
 * The longer the silence, the likelier: of pauses inside a turn only the share `survival(t)` lasts that long, so
 * P(over | silent for t) = p0 / (p0 + (1 − p0) · survival(t)). The turn ends at the first t within the bounds at
 * which that reaches the preset's threshold, and at `maxMs` in any case.
 *
 * @param p0 probability that the turn is over, as {@link estimateEndOfTurn} gives it at the start of the pause.
 * @param bounds the preset's own unless given.
 * @returns silence since the end of speech, in milliseconds.
 */
export function decideEndpointing(
  p0: number,
  habits: Pick<PauseHabits, 'survival'>,
  preset: EndpointingPreset,
  bounds: EndpointingBounds = fitted.presets[preset],
): { commitAfterMs: number } {
  const { threshold } = fitted.presets[preset];
  const isSure = (ms: number) => p0 >= threshold * (p0 + (1 - p0) * habits.survival(ms));
  let commitAfterMs = bounds.minMs;
  while (commitAfterMs < bounds.maxMs && !isSure(commitAfterMs)) commitAfterMs += STEP_MS;
  return { commitAfterMs: Math.min(commitAfterMs, bounds.maxMs) };
}
