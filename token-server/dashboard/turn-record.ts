import { z } from 'zod';

const stages = z.object({
  hypothesis: z.number().optional(),
  preflight: z.number().optional(),
  llmRequest: z.number().optional(),
  firstToken: z.number().optional(),
  firstClause: z.number().optional(),
  ttsRequest: z.number().optional(),
  firstAudio: z.number().optional(),
  commit: z.number().optional(),
  audioOut: z.number().optional(),
});

/** A line that the worker writes into the turn log, as far as it is read here: numbers, and nothing that was said. */
const line = z.object({
  version: z.literal(1),
  at: z.iso.datetime(),
  call: z.string(),
  outcome: z.enum(['answered', 'interrupted', 'lost']),
  stagesMs: stages,
  totalMs: z.number().nullable(),
});

/** What a turn spends time on. `decision` is from the last sound of the caller until their turn counts as over. */
export const timedParts = ['total', 'decision', 'stt', 'llm', 'clause', 'tts', 'output'] as const;

export type TimedPart = (typeof timedParts)[number];

/** One turn of a call. */
export interface TurnRecord {
  atMs: number;
  call: string;
  outcome: 'answered' | 'interrupted' | 'lost';
  /** What was not measured is missing. */
  durationsMs: Partial<Record<TimedPart, number>>;
}

/** Undefined for what is no record of a version that is known here. */
export function parseTurnRecord(text: string): TurnRecord | undefined {
  try {
    const { at, call, outcome, stagesMs, totalMs } = line.parse(JSON.parse(text));
    return { atMs: Date.parse(at), call, outcome, durationsMs: measureParts(stagesMs, totalMs) };
  } catch {
    return undefined;
  }
}

function measureParts(times: z.infer<typeof stages>, totalMs: number | null): TurnRecord['durationsMs'] {
  const spans = {
    decision: [0, times.commit],
    stt: [times.hypothesis, times.preflight],
    llm: [times.llmRequest, times.firstToken],
    clause: [times.firstToken, times.firstClause],
    tts: [times.ttsRequest, times.firstAudio],
    output: [findLatest(times.commit, times.firstAudio), times.audioOut],
  } as const;
  const durations = Object.entries(spans).flatMap(([part, [fromMs, toMs]]) =>
    fromMs === undefined || toMs === undefined ? [] : [[part, Math.max(0, toMs - fromMs)] as const],
  );
  return { ...(totalMs !== null && { total: totalMs }), ...Object.fromEntries(durations) };
}

/** Both have to be there before the answer can go out. */
function findLatest(commitMs: number | undefined, firstAudioMs: number | undefined): number | undefined {
  return commitMs === undefined || firstAudioMs === undefined ? undefined : Math.max(commitMs, firstAudioMs);
}
