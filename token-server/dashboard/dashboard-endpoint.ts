import { Hono } from 'hono';

import { type ClientEnv, requirePermission } from '../authentication/client.ts';
import type { Dependencies } from '../readiness.ts';
import type { DashboardConfig } from './config.ts';
import type { DashboardData } from './dashboard-data.ts';
import { summarizeLatency, windows } from './latency.ts';
import { checkParts } from './part-health.ts';
import { TurnLogReader } from './turn-log-reader.ts';

/** Operators who look at the same time are answered from the same look. */
const FRESH_MS = 2000;

/** Refused requests since this process started, by reason. */
export type ListRefusals = () => Promise<Record<string, number>>;

/**
 * `GET /data` answers operators with {@link DashboardData}: health, latency by stage, refusals. It reads and asks, and
 * changes nothing. The page at /dashboard draws it, together with `GET /calls`.
 */
export function createDashboardEndpoint(
  { turnLogDir, modelUrls }: DashboardConfig,
  dependencies: Dependencies,
  listRefusals: ListRefusals,
): Hono<ClientEnv> {
  const endpoint = new Hono<ClientEnv>();
  const reader = turnLogDir ? new TurnLogReader(turnLogDir) : undefined;
  const look = keepFresh(async (): Promise<DashboardData> => {
    const now = new Date();
    const [parts, turnLog, refusals] = await Promise.all([
      checkParts(dependencies, modelUrls),
      readTurns(reader, now),
      listRefusals(),
    ]);
    const { state, turns } = turnLog;
    return {
      at: now.toISOString(),
      parts,
      turn_log: state,
      hour: summarizeLatency(turns, windows.hour, now.getTime()),
      day: summarizeLatency(turns, windows.day, now.getTime()),
      refusals,
    };
  }, FRESH_MS);
  endpoint.get('/data', requirePermission('operate'), async (context) => {
    context.header('Cache-Control', 'no-store');
    return context.json(await look());
  });
  return endpoint;
}

async function readTurns(reader: TurnLogReader | undefined, now: Date) {
  if (!reader) return { state: 'off' as const, turns: [] };
  try {
    return { state: 'on' as const, turns: await reader.read(now) };
  } catch (error) {
    console.error(`The turn log cannot be read (TURN_LOG_DIR): ${String(error)}`);
    return { state: 'unreadable' as const, turns: [] };
  }
}

/** Repeats an answer for a while; a failure is not repeated. */
function keepFresh<T>(produce: () => Promise<T>, freshMs: number): () => Promise<T> {
  let kept: { atMs: number; answer: Promise<T> } | undefined;
  return () => {
    if (kept && performance.now() - kept.atMs < freshMs) return kept.answer;
    const current = { atMs: performance.now(), answer: produce() };
    kept = current;
    current.answer.catch(() => {
      if (kept === current) kept = undefined;
    });
    return current.answer;
  };
}
