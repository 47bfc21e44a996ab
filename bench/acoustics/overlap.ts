import type { Sound } from './sounds.ts';

/** Quiet after which the agent counts as silent; between two sentences a voice may rest for less. */
const SILENT_MS = 600;

/** An agent that has not become silent by then did not listen. */
const DEAF_AFTER_MS = 5_000;

/** A quiet that begins later than this has another reason than what the caller did. */
const REACTION_MS = 2_000;

/** No pipeline that we know hears, thinks and speaks in less; a rest between two sentences takes less. */
const NEW_ANSWER_MS = 800;

/** Shorter quiet is part of the agent's own speech. */
const SHORTEST_PAUSE_MS = 250;

/**
 * How long the agent went on after somebody began to speak over it, from the caller's onset to the agent's last sound,
 * in ms; `ignored` when it went on for more than 5 s, `silent` when it was not speaking at the onset.
 */
export type BargeInMeasure = number | 'ignored' | 'silent';

export function measureBargeIn(sounds: readonly Sound[], onsetMs: number): BargeInMeasure {
  if (!isSpeakingAt(sounds, onsetMs)) return 'silent';
  const last = sounds.find(({ endMs }, index) => {
    const nextMs = sounds[index + 1]?.startMs ?? Infinity;
    return endMs > onsetMs && nextMs - endMs >= SILENT_MS;
  });
  const stoppedMs = (last?.endMs ?? Infinity) - onsetMs;
  return stoppedMs <= DEAF_AFTER_MS ? stoppedMs : 'ignored';
}

/** True in a rest between two sentences as well. */
function isSpeakingAt(sounds: readonly Sound[], atMs: number): boolean {
  const next = sounds.findIndex(({ endMs }) => endMs > atMs);
  const sound = sounds[next];
  const before = sounds[next - 1];
  return (
    sound !== undefined &&
    (sound.startMs <= atMs || (before !== undefined && sound.startMs - before.endMs < SILENT_MS))
  );
}

/** What an agent did when it heard something that was not meant to stop it. */
export interface DisturbanceMeasure {
  /**
   * `continued`: no pause · `resumed`: paused, then said the rest · `stopped`: silent for good ·
   * `replaced`: dropped what it was saying for a new answer · `silent`: it was not speaking when it was disturbed.
   */
  reaction: 'continued' | 'resumed' | 'stopped' | 'replaced' | 'silent';
  /** Onset → the pause begins; undefined without one. */
  pausedAfterMs?: number;
  /** Length of the pause; undefined when none, or nothing came after it. */
  pausedMs?: number;
}

/**
 * Judges what followed a backchannel or a noise.
 *
 * @param onsetMs - when the disturbance began. @param hasNewAnswer - whether the agent began to write another answer
 *   after that; of one that does not tell what it says, the length of its pause tells.
 */
export function measureDisturbance(
  sounds: readonly Sound[],
  onsetMs: number,
  hasNewAnswer: boolean | 'unknown',
): DisturbanceMeasure {
  if (!isSpeakingAt(sounds, onsetMs)) return { reaction: 'silent' };
  const index = sounds.findIndex(({ endMs }, at) => {
    const quietMs = (sounds[at + 1]?.startMs ?? Infinity) - endMs;
    return endMs > onsetMs && endMs <= onsetMs + REACTION_MS && quietMs >= SHORTEST_PAUSE_MS;
  });
  const last = sounds[index];
  if (last === undefined) return { reaction: hasNewAnswer === true ? 'replaced' : 'continued' };
  const pausedAfterMs = last.endMs - onsetMs;
  const next = sounds[index + 1];
  if (next === undefined) return { reaction: 'stopped', pausedAfterMs };
  const pausedMs = next.startMs - last.endMs;
  const isReplaced = hasNewAnswer === 'unknown' ? pausedMs >= NEW_ANSWER_MS : hasNewAnswer;
  return { reaction: isReplaced ? 'replaced' : 'resumed', pausedAfterMs, pausedMs };
}
