import { z } from 'zod';

/** Both are on this machine or next to it; slower than this is not ready. */
const PROBE_TIMEOUT_MS = 1500;

/** A part that a call needs and that does not answer as it should. */
export interface MissingPart {
  part: 'livekit-server' | 'agent';
  message: string;
}

/** Which addresses a call depends on, and the name the worker must have registered under. */
export interface Dependencies {
  livekitHttpUrl: string;
  agentHealthUrl: string;
  agentName: string;
}

/**
 * Asks livekit-server and the worker whether a call would be answered now; an empty list means yes.
 * The worker registers only after its models have answered, so its health endpoint says both.
 */
export async function findMissingParts(dependencies: Dependencies): Promise<MissingPart[]> {
  const [livekit, agent] = await Promise.all([
    findLivekitProblem(dependencies.livekitHttpUrl),
    findAgentProblem(dependencies.agentHealthUrl, dependencies.agentName),
  ]);
  return [
    ...(livekit ? [{ part: 'livekit-server' as const, message: livekit }] : []),
    ...(agent ? [{ part: 'agent' as const, message: agent }] : []),
  ];
}

async function findLivekitProblem(url: string): Promise<string | undefined> {
  const answer = await probe(`${url}/`);
  if (answer.ok) return undefined;
  return `livekit-server does not answer at ${url} (${answer.text}). Start it, or correct LIVEKIT_URL.`;
}

async function findAgentProblem(url: string, agentName: string): Promise<string | undefined> {
  const health = await probe(`${url}/`);
  if (!health.ok)
    return `No worker is registered at ${url} (${health.text}). Start the agent, or correct AGENT_HEALTH_URL.`;
  const worker = parseWorker((await probe(`${url}/worker`)).text);
  if (worker?.agent_name === agentName) return undefined;
  return worker
    ? `The worker at ${url} is called '${worker.agent_name}', not '${agentName}': set AGENT_NAME the same for both.`
    : `What answers at ${url} is not a LiveKit worker: correct AGENT_HEALTH_URL.`;
}

/** What the health server of @livekit/agents answers under /worker, as far as we read it. */
const workerAnswer = z.object({ agent_name: z.string() });

function parseWorker(text: string): z.infer<typeof workerAnswer> | undefined {
  try {
    return workerAnswer.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** How a server answers one request. */
export interface ProbeAnswer {
  ok: boolean;
  /** Undefined where nothing answered. */
  status?: number;
  /** The body, or what went wrong. */
  text: string;
}

/** Asks a server once, and not for long; never throws. */
export async function probe(url: string): Promise<ProbeAnswer> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS), redirect: 'error' });
    const body = await response.text();
    return {
      ok: response.ok,
      status: response.status,
      text: response.ok ? body : `HTTP ${response.status} ${body.slice(0, 80)}`.trim(),
    };
  } catch (error) {
    return { ok: false, text: describeFailure(error) };
  }
}

function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${PROBE_TIMEOUT_MS} ms`;
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message;
}
