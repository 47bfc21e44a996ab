import * as z from 'zod/mini';

const ms = z.number();

const latency = z.object({
  turns: z.number(),
  calls: z.number(),
  interrupted: z.number(),
  lost: z.number(),
  parts: z.array(
    z.object({
      part: z.enum(['total', 'decision', 'stt', 'llm', 'clause', 'tts', 'output']),
      count: z.number(),
      p50: ms,
      p95: ms,
      p99: ms,
    }),
  ),
  steps: z.array(z.object({ from: z.string(), count: z.number(), p50: z.nullable(ms), p95: z.nullable(ms) })),
});

/** What `GET /dashboard/data` answers. */
const dashboard = z.object({
  at: z.string(),
  parts: z.array(
    z.object({
      part: z.enum(['livekit-server', 'agent', 'stt', 'llm', 'tts']),
      ok: z.boolean(),
      message: z.nullable(z.string()),
      models: z.array(z.string()),
    }),
  ),
  turn_log: z.enum(['on', 'off', 'unreadable']),
  hour: latency,
  day: latency,
  refusals: z.record(z.string(), z.number()),
});

const call = z.object({
  id: z.string(),
  client: z.string(),
  agent_name: z.string(),
  state: z.enum(['waiting', 'live', 'ended']),
  requested_at: z.string(),
  started_at: z.nullable(z.string()),
  duration_ms: z.nullable(ms),
  end_reason: z.nullable(z.enum(['left', 'deleted', 'never_joined', 'lost'])),
  problem: z.nullable(z.enum(['agent_missing', 'connection_aborted'])),
});

/** What `GET /calls` answers, as far as it is shown. */
const callList = z.object({ calls: z.array(call) });

export type Latency = z.infer<typeof latency>;
export type CallRecord = z.infer<typeof call>;
export type PartHealth = z.infer<typeof dashboard>['parts'][number];

/** Everything that the dashboard shows. */
export interface OperatorData extends z.infer<typeof dashboard> {
  /** Live and waiting, newest first. */
  openCalls: CallRecord[];
  endedCalls: CallRecord[];
}

/** Why nothing new can be shown; each has its sentence. `unauthorized` asks for a credential. */
export type Problem = 'unauthorized' | 'forbidden' | 'busy' | 'unreachable' | 'unreadable';

/** An answer that cannot be shown. */
export class OperatorDataError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, cause?: unknown) {
    super(`The dashboard has no data: ${problem}`, { cause });
    this.name = 'OperatorDataError';
    this.problem = problem;
  }
}

const LAST_CALLS = 25;

/**
 * Asks the token server for everything at once.
 * @param headers - the credential, where one is needed
 * @throws OperatorDataError
 */
export async function fetchOperatorData(headers: HeadersInit, signal: AbortSignal): Promise<OperatorData> {
  const ask = <T>(path: string, schema: z.ZodMiniType<T>) => fetchJson(path, schema, { headers, signal });
  const [data, live, waiting, ended] = await Promise.all([
    ask('/dashboard/data', dashboard),
    ask('/calls?state=live', callList),
    ask('/calls?state=waiting', callList),
    ask(`/calls?state=ended&limit=${LAST_CALLS}`, callList),
  ]);
  return { ...data, openCalls: [...live.calls, ...waiting.calls], endedCalls: ended.calls };
}

async function fetchJson<T>(path: string, schema: z.ZodMiniType<T>, init: RequestInit): Promise<T> {
  const response = await fetch(path, init).catch((error: unknown) => {
    throw new OperatorDataError('unreachable', error);
  });
  if (!response.ok) throw new OperatorDataError(classifyStatus(response.status));
  try {
    return schema.parse(await response.json());
  } catch (error) {
    throw new OperatorDataError('unreadable', error);
  }
}

function classifyStatus(status: number): Problem {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  return status === 429 ? 'busy' : 'unreachable';
}
