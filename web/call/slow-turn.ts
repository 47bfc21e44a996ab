import type { TurnTiming } from './turn-timing.ts';

/** What made an answer late; each has its sentence in the languages. `noReply` and `noSpeech`: none was ever heard. */
export type SlowCause =
  'unsure' | 'stt' | 'redone' | 'llm' | 'clause' | 'tts' | 'output' | 'noReply' | 'noSpeech';

/** The largest thing that could have gone faster in a turn. */
export interface Slowness {
  cause: SlowCause;
  /** What it took beyond what it may take; 0 where no answer was heard. */
  avoidableMs: number;
  /** The first answer of a call meets model servers that have not spoken for a while. */
  isFirst: boolean;
}

/** An answer that comes this soon is not slow: people leave gaps like this one. */
const GOOD_TOTAL_MS = 800;
/** Less than this is noise. */
const LEAST_AVOIDABLE_MS = 100;
/** A decision that follows the first audio within this time was waiting for it. */
const SAME_MOMENT_MS = 50;

/** What each part may take. The sum of a pipeline that does one after the other is about 1 s; ours overlaps them. */
const BUDGET_MS = { unsure: 500, stt: 350, redone: 0, llm: 200, clause: 150, tts: 150, output: 100 };

type TimedCause = keyof typeof BUDGET_MS;

/**
 * Finds what held an answer up most, following back from its first sound what each step had to wait for. What happened
 * beside that, or before the caller fell silent, costs nothing.
 *
 * @returns undefined for an answer that came soon enough, or where nothing stands out.
 */
export function explainSlowness(turn: TurnTiming): Slowness | undefined {
  const isFirst = turn.turn === 1;
  const missing = findMissing(turn);
  if (missing) return { cause: missing, avoidableMs: 0, isFirst: false };
  if (turn.totalMs === undefined || turn.totalMs <= GOOD_TOTAL_MS) return undefined;
  const [largest] = listDelays(turn).sort((a, b) => b.avoidableMs - a.avoidableMs);
  if (!largest || largest.avoidableMs < LEAST_AVOIDABLE_MS) return undefined;
  return { ...largest, isFirst: isFirst && ['stt', 'llm', 'tts'].includes(largest.cause) };
}

function findMissing({ outcome, stagesMs }: TurnTiming): SlowCause | undefined {
  if (outcome !== 'lost' || stagesMs.audioOut !== undefined) return undefined;
  if (stagesMs.firstToken !== undefined) return 'noSpeech';
  return stagesMs.llmRequest === undefined ? undefined : 'noReply';
}

function listDelays({ stagesMs, discardedAtMs }: TurnTiming): { cause: TimedCause; avoidableMs: number }[] {
  const { hypothesis, preflight, llmRequest, firstToken, firstClause, ttsRequest, firstAudio } = stagesMs;
  const { commit, audioOut } = stagesMs;
  const measure = (cause: TimedCause, fromMs: number | undefined, toMs: number | undefined) =>
    fromMs === undefined || toMs === undefined
      ? []
      : [{ cause, avoidableMs: toMs - Math.max(0, fromMs) - BUDGET_MS[cause] }];

  const readyMs = latest(commit, firstAudio);
  const output = measure('output', readyMs, audioOut);
  const isReadyFirst =
    commit !== undefined && firstAudio !== undefined && firstAudio < commit - SAME_MOMENT_MS;
  if (isReadyFirst) {
    // The answer lay ready: no more could have been gained than from then on.
    const sureMs = Math.max(BUDGET_MS.unsure, firstAudio);
    return [...output, { cause: 'unsure', avoidableMs: commit - sureMs }];
  }
  const isUnprepared = commit !== undefined && llmRequest !== undefined && llmRequest >= commit;
  const firstTryMs = discardedAtMs
    .filter((ms) => ms >= Math.max(0, hypothesis ?? 0))
    .sort((a, b) => a - b)[0];
  return [
    ...output,
    ...(isUnprepared && firstTryMs === undefined ? measure('unsure', 0, commit) : []),
    ...measure('stt', hypothesis, firstTryMs ?? preflight),
    ...measure('redone', firstTryMs, llmRequest),
    ...measure('llm', llmRequest, firstToken),
    ...measure('clause', firstToken, firstClause),
    ...measure('tts', ttsRequest, firstAudio),
  ];
}

function latest(...moments: (number | undefined)[]): number | undefined {
  const known = moments.filter((ms) => ms !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
}
