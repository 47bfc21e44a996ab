import { setTimeout as sleep } from 'node:timers/promises';
import { joinSamples } from '../agent/samples.ts';
import type { Caller, HeardFrame } from './caller.ts';

/** Root mean square of a frame above which it counts as sound: −46 dBFS, above codec noise and below any voice. */
const SOUND_RMS = 160;

/** Covers the way of the last sound to the caller, and of the transcript's last words. */
const END_OF_ANSWER_MS = 500;

const LONGEST_ANSWER_MS = 60_000;

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
 * Waits until the caller has heard nothing for `quietMs` since `sinceMs`.
 *
 * @returns when the last sound arrived. @throws Error when it does not get quiet.
 */
export async function waitForQuiet(caller: Caller, sinceMs: number, quietMs: number): Promise<number> {
  const deadlineMs = performance.now() + LONGEST_ANSWER_MS;
  while (performance.now() < deadlineMs) {
    const lastMs = caller.heard.findLast((frame) => isSound(frame))?.atMs ?? sinceMs;
    if (performance.now() - Math.max(lastMs, sinceMs) > quietMs) return lastMs;
    await sleep(POLL_MS);
  }
  throw new Error(`The agent talked for more than ${LONGEST_ANSWER_MS} ms.`);
}

/**
 * Waits until the agent, which is audible since `sinceMs`, has said all it has to say: it tells that it speaks no
 * longer, and its last sound has arrived. Between its sentences it may be quiet for as long as it likes.
 *
 * @returns when the last sound arrived. @throws Error when it never tells.
 */
export async function waitForEndOfAnswer(caller: Caller, sinceMs: number): Promise<number> {
  const deadlineMs = performance.now() + LONGEST_ANSWER_MS;
  while (performance.now() < deadlineMs) {
    const lastMs = await waitForQuiet(caller, sinceMs, END_OF_ANSWER_MS);
    if (caller.agentAttributes['lk.agent.state'] !== 'speaking') return lastMs;
    await sleep(POLL_MS);
  }
  throw new Error(`The agent said for more than ${LONGEST_ANSWER_MS} ms that it was speaking.`);
}

/** Everything the caller heard between two times, as one stretch of samples. */
export function joinHeard(caller: Caller, fromMs: number, toMs: number): Int16Array {
  const frames = caller.heard.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  return joinSamples(frames.map(({ samples }) => samples));
}
