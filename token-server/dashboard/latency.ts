import type { Latency } from './dashboard-data.ts';
import { type TimedPart, type TurnRecord, timedParts } from './turn-record.ts';

/** A stretch of time that ends now, and the steps in which it is drawn. */
export interface Window {
  lengthMs: number;
  stepMs: number;
}

const MINUTE_MS = 60_000;

export const windows = {
  hour: { lengthMs: 60 * MINUTE_MS, stepMs: 5 * MINUTE_MS },
  day: { lengthMs: 24 * 60 * MINUTE_MS, stepMs: 60 * MINUTE_MS },
} satisfies Record<string, Window>;

/** Percentiles by stage of the turns that ended within the window before `nowMs`. */
export function summarizeLatency(turns: readonly TurnRecord[], window: Window, nowMs: number): Latency {
  const fromMs = nowMs - window.lengthMs;
  const within = turns.filter(({ atMs }) => atMs > fromMs && atMs <= nowMs);
  const count = (outcome: TurnRecord['outcome']) => within.filter((turn) => turn.outcome === outcome).length;
  return {
    turns: within.length,
    calls: new Set(within.map(({ call }) => call)).size,
    interrupted: count('interrupted'),
    lost: count('lost'),
    parts: timedParts.flatMap((part) => {
      const percentiles = computePercentiles(listDurations(within, part));
      return percentiles ? [{ part, ...percentiles }] : [];
    }),
    steps: listSteps(within, window, fromMs),
  };
}

function listSteps(turns: readonly TurnRecord[], window: Window, fromMs: number): Latency['steps'] {
  return Array.from({ length: Math.round(window.lengthMs / window.stepMs) }, (_, index) => {
    const startMs = fromMs + index * window.stepMs;
    const inStep = turns.filter(({ atMs }) => atMs > startMs && atMs <= startMs + window.stepMs);
    const percentiles = computePercentiles(listDurations(inStep, 'total'));
    return {
      from: new Date(startMs).toISOString(),
      count: percentiles?.count ?? 0,
      p50: percentiles?.p50 ?? null,
      p95: percentiles?.p95 ?? null,
    };
  });
}

function listDurations(turns: readonly TurnRecord[], part: TimedPart): number[] {
  return turns.map(({ durationsMs }) => durationsMs[part]).filter((ms) => ms !== undefined);
}

/** By nearest rank: each is a duration that was measured. */
function computePercentiles(durationsMs: number[]) {
  const sorted = durationsMs.sort((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  const read = (share: number) => Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
  return { count: sorted.length, p50: read(0.5), p95: read(0.95), p99: read(0.99) };
}
