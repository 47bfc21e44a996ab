import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller, HeardFrame } from './caller.ts';

/** Root mean square of a frame above which it counts as sound: −46 dBFS, above codec noise and below any voice. */
const SOUND_RMS = 160;

/** Quiet for this long means that the agent has finished; pauses between its sentences are shorter. */
const END_OF_ANSWER_MS = 1500;

const POLL_MS = 10;

/** True for a frame in which somebody can be heard. */
export function isSound({ samples }: HeardFrame): boolean {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / samples.length) > SOUND_RMS;
}

/**
 * Waits until the caller hears something after `sinceMs`.
 *
 * @returns when the first sound arrived. @throws Error after `timeoutMs` of silence.
 */
export async function waitForSound(caller: Caller, sinceMs: number, timeoutMs: number): Promise<number> {
  const deadlineMs = performance.now() + timeoutMs;
  let next = 0;
  while (performance.now() < deadlineMs) {
    for (; next < caller.heard.length; next++) {
      const frame = caller.heard[next];
      if (frame && frame.atMs > sinceMs && isSound(frame)) return frame.atMs;
    }
    await sleep(POLL_MS);
  }
  throw new Error(`The caller heard nothing for ${timeoutMs} ms.`);
}

/**
 * Waits until the agent, which is audible since `sinceMs`, has been quiet for {@link END_OF_ANSWER_MS}.
 *
 * @returns when the last sound arrived.
 */
export async function waitForQuiet(
  caller: Caller,
  sinceMs: number,
  quietMs = END_OF_ANSWER_MS,
): Promise<number> {
  for (;;) {
    const lastMs = caller.heard.findLast((frame) => isSound(frame))?.atMs ?? sinceMs;
    if (performance.now() - Math.max(lastMs, sinceMs) > quietMs) return lastMs;
    await sleep(POLL_MS);
  }
}

/** Everything the caller heard between two times, as one stretch of samples. */
export function joinHeard(caller: Caller, fromMs: number, toMs: number): Int16Array {
  const frames = caller.heard.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  const joined = new Int16Array(frames.reduce((total, { samples }) => total + samples.length, 0));
  let offset = 0;
  for (const { samples } of frames) {
    joined.set(samples, offset);
    offset += samples.length;
  }
  return joined;
}
