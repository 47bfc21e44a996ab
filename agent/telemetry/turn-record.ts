/** What happens in a turn, in the usual order. Speculation reorders some of it: a commit may come after the audio. */
export const turnStages = [
  /** The last sample of speech reached the worker; every other time is counted from here. */
  'speechEnd',
  /** Speech to text was asked at a pause. */
  'hypothesis',
  /** Its text is there: a speculation starts. */
  'preflight',
  'llmRequest',
  'firstToken',
  /** The text of the first segment to be spoken is complete. */
  'firstClause',
  'ttsRequest',
  /** The first bytes of speech. */
  'firstAudio',
  /** It was decided that the caller has finished. */
  'commit',
  /** The first frame was handed to the room. */
  'audioOut',
] as const;

export type TurnStage = (typeof turnStages)[number];

/** Why a speculation was thrown away: speech went on, a newer text replaced it, or it was no turn at all. */
export type DiscardReason = 'resumed' | 'superseded' | 'dropped';

/** How a turn ended. `speaking` is provisional: the reply has begun to be heard. `lost`: nothing was ever heard. */
export type TurnOutcome = 'speaking' | 'answered' | 'interrupted' | 'lost';

/** What a speculation that nobody heard has cost. */
export interface DiscardedAttempt {
  reason: DiscardReason;
  /** When it started, counted from the end of speech; negative when the caller went on talking afterwards. */
  startedMs: number;
  llmTokens: number;
  ttsAudioMs: number;
}

/**
 * One turn of a call as the worker saw it. It holds numbers and the words above, never anything that was said.
 * Times are whole milliseconds after the end of speech; what was not seen is missing or null, never zero.
 */
export interface TurnRecord {
  version: 1;
  /** Counted from 1 within the call. */
  turn: number;
  /** Who answered, and as which variant of an experiment. */
  assistant?: string;
  experiment?: string;
  variant?: string;
  outcome: TurnOutcome;
  stagesMs: Partial<Record<Exclude<TurnStage, 'speechEnd'>, number>>;
  /** End of speech → first frame of the reply; the network to and from the caller comes on top. */
  totalMs: number | null;
  /** What speculation took off the total: see {@link computeSavedMs}. */
  savedMs: number | null;
  /** Chunks of text that the language model streamed for the reply, about one a token. */
  llmTokens: number;
  /** Speech that was synthesised for the reply, heard or not. */
  ttsAudioMs: number;
  discarded: DiscardedAttempt[];
  /** Evidence and decisions of the turn end, for example `p0` and `delayMs`. */
  notes: Record<string, number>;
}

/** Absolute times of one turn on one clock, in ms. */
export type StageTimes = Partial<Record<TurnStage, number | undefined>>;

/**
 * The work that was done before the commit: speech to text, min(commit, preflight) − hypothesis, and the reply,
 * min(commit, firstAudio) − llmRequest. A pipeline that begins when the turn is decided would have been that much later.
 * 0 without speculation, null while the reply has no audio.
 */
export function computeSavedMs(times: StageTimes): number | null {
  const { hypothesis, preflight, llmRequest, firstAudio, commit, audioOut } = times;
  if (commit === undefined || firstAudio === undefined || audioOut === undefined) return null;
  const countUntilCommit = (fromMs = commit, toMs = commit) => Math.max(0, Math.min(commit, toMs) - fromMs);
  return Math.round(countUntilCommit(hypothesis, preflight) + countUntilCommit(llmRequest, firstAudio));
}

/** Stage times counted from the end of speech, in the order of {@link turnStages}. */
export function relateStages(times: StageTimes, speechEndMs: number): TurnRecord['stagesMs'] {
  const related: TurnRecord['stagesMs'] = {};
  for (const stage of turnStages) {
    const atMs = times[stage];
    if (stage !== 'speechEnd' && atMs !== undefined) related[stage] = Math.round(atMs - speechEndMs);
  }
  return related;
}
