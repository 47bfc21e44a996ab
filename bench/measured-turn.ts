import type { TurnRecord } from '../agent/telemetry/turn-record.ts';
import type { BargeInMeasure, DisturbanceMeasure } from './acoustics/overlap.ts';

/** One turn of one arm, as it is written to turns.jsonl and results.json. Undefined means: not measured, or no such thing. */
export interface MeasuredTurn {
  /** Kind of servers, as --servers names it. */
  servers: string;
  arm: string;
  /** Which call of the arm, and which turn of that call. */
  call: number;
  turn: number;
  at: string;
  /** False when calibrated servers slept more than 5 ms too long meanwhile: it is in no statistic. */
  valid: boolean;
  sleepErrorMs?: number | undefined;
  question: { file: string; kind: string; text: string; snrDb?: number | undefined };
  overlap?: { file: string; kind: string; text: string } | undefined;

  /** Something was heard after the caller's end. */
  answered: boolean;
  mouthToEarMs?: number | undefined;
  cutOff: boolean;
  pauses: { durationMs: number; cutOff: boolean }[];

  /** Of a barge-in into the answer: onset → silence. */
  bargeIn?: BargeInMeasure | undefined;
  /** Of a backchannel or noise over the answer. */
  disturbance?: DisturbanceMeasure | undefined;

  /** What the agent's transcription says the caller said, and its word error rate. */
  understood: string;
  understoodErrorRate?: number | undefined;
  /** What the agent's transcription says it said itself. */
  written: string;
  /** What the real STT hears in the answer (real servers only), and its word error rate against `written`. */
  heard?: string | undefined;
  heardErrorRate?: number | undefined;

  /** Audible part of the answer, and of the same text spoken by the TTS server at once. */
  loudMs: number;
  expectedLoudMs?: number | undefined;
  /** Quiet inside the answer that its punctuation does not explain; of no use where `written` is empty. */
  gapsMs: number[];

  cpuMs?: number | undefined;
  memoryBytes?: number | undefined;
  /** What our worker itself tells about the turn (data messages on the topic parley.turn). */
  meter: TurnRecord[];
}

/** Two syntheses of one text differ by this much; more is missing from an answer that lost its end. */
const TOLERANCE_MS = 400;
const TOLERANCE_SHARE = 0.12;

/** True when an undisturbed answer ended before its text did; undefined when that can't be known. */
export function isTailCut(turn: MeasuredTurn): boolean | undefined {
  const { overlap, cutOff, answered, loudMs, expectedLoudMs } = turn;
  if (overlap || cutOff || !answered || expectedLoudMs === undefined) return undefined;
  return expectedLoudMs - loudMs > getToleranceMs(expectedLoudMs);
}

/** True when what was played over the answer can be judged: the agent was speaking then. */
export function isOverlapJudged({ overlap, cutOff, bargeIn, disturbance }: MeasuredTurn): boolean {
  if (!overlap || cutOff || bargeIn === 'silent' || disturbance?.reaction === 'silent') return false;
  return bargeIn !== undefined || disturbance !== undefined;
}

/** True when an answer that was disturbed went on to its end, and no part of it came twice. */
export function isResumed({ disturbance, loudMs, expectedLoudMs }: MeasuredTurn): boolean {
  if (disturbance?.reaction !== 'continued' && disturbance?.reaction !== 'resumed') return false;
  if (expectedLoudMs === undefined) return true;
  return Math.abs(expectedLoudMs - loudMs) <= getToleranceMs(expectedLoudMs);
}

function getToleranceMs(expectedLoudMs: number): number {
  return Math.max(TOLERANCE_MS, expectedLoudMs * TOLERANCE_SHARE);
}
