import { ReplyAttempt } from './reply-attempt.ts';
import { computeSavedMs, relateStages } from './turn-record.ts';
import type { DiscardReason, StageTimes, TurnOutcome, TurnRecord } from './turn-record.ts';

/** Speculations of one turn that are told one by one; a turn of many minutes has more, and the oldest go first. */
const MAX_DISCARDED = 32;

/** What two clocks, one of whole milliseconds, may differ about one moment. */
const CLOCK_TOLERANCE_MS = 5;

interface OpenTurn {
  number: number;
  timesMs: StageTimes;
  attempt?: ReplyAttempt;
  discarded: { attempt: ReplyAttempt; reason: DiscardReason }[];
  notes: Record<string, number>;
}

/**
 * Measures the turns of one call: one turn at most is being listened to while the one before it is still answered.
 *
 *     pause:   mark('speechEnd') · mark('hypothesis') · startAttempt() · note('p0', 0.9) … commit() or discard('resumed')
 *     reply:   beginReply() → attempt.mark('llmRequest') … · markAudioOut() · finish({ interrupted })
 *
 * A record is reported when the reply begins to be heard (outcome `speaking`) and once more, for good, when the turn
 * is over. All times are `performance.now()` in ms.
 */
export class TurnMeter {
  readonly #report: (record: TurnRecord) => void;
  readonly #now: () => number;
  #turns = 0;
  #listening = createTurn();
  #replying: OpenTurn | undefined;

  constructor(report: (record: TurnRecord) => void, now: () => number = () => performance.now()) {
    this.#report = report;
    this.#now = now;
  }

  /** The attempt that is worked on: of the turn being listened to, else of the one being answered. */
  get currentAttempt(): ReplyAttempt | undefined {
    return this.#listening.attempt ?? this.#replying?.attempt;
  }

  /** `speechEnd` begins a pause, with evidence of its own; `hypothesis` belongs to the attempt that comes of it. */
  mark(stage: 'speechEnd' | 'hypothesis', atMs: number = this.#now()): void {
    this.#listening.timesMs[stage] = atMs;
    if (stage === 'speechEnd') this.#listening.notes = {};
  }

  /** Keeps a number about the decision whether the turn is over; the last one of its name counts. */
  note(name: string, value: number): void {
    this.#listening.notes[name] = value;
  }

  /** A preflight transcript goes out. One that was out already is discarded. */
  startAttempt(atMs: number = this.#now()): ReplyAttempt {
    const turn = this.#listening;
    discardAttempt(turn, 'superseded');
    const { hypothesis } = turn.timesMs;
    return (turn.attempt = new ReplyAttempt(atMs, { hypothesis, preflight: atMs }));
  }

  /**
   * The language model is about to be asked: the attempt that this works for. When the reply of a committed turn is
   * generated anew, its speculation counts as discarded; undefined when nobody's turn is being answered.
   */
  beginReply(): ReplyAttempt | undefined {
    const attempt = this.currentAttempt;
    const isAsked = attempt?.timesMs.llmRequest !== undefined;
    if (attempt && !isAsked) return attempt;
    const turn = this.#listening.attempt ? undefined : this.#replying;
    if (!turn || turn.timesMs.audioOut !== undefined) return attempt;
    discardAttempt(turn, 'superseded');
    return (turn.attempt = new ReplyAttempt(this.#now(), {}));
  }

  /** Speech goes on, or it was no turn: what has been prepared will not be heard. */
  discard(reason: DiscardReason): void {
    discardAttempt(this.#listening, reason);
    delete this.#listening.timesMs.hypothesis;
  }

  /** The caller's turn is over; a turn before it that is still being answered ends here. */
  commit(atMs: number = this.#now()): void {
    const isHeard = this.#replying?.timesMs.audioOut !== undefined;
    this.#end(isHeard ? 'interrupted' : 'lost');
    this.#replying = this.#listening;
    this.#replying.number = ++this.#turns;
    this.#replying.timesMs.commit = atMs;
    this.#replying.attempt ??= new ReplyAttempt(atMs, {});
    this.#listening = createTurn();
  }

  /** The first frame of the reply goes to the room; later ones, and those of a greeting, are not counted. */
  markAudioOut(atMs: number = this.#now()): void {
    const turn = this.#replying;
    if (!turn || turn.timesMs.audioOut !== undefined) return;
    turn.timesMs.audioOut = atMs;
    this.#report(createRecord(turn, 'speaking'));
  }

  /**
   * The reply is over: heard to its end, stopped by the caller, or (no audio came) lost.
   *
   * @param startedAtMs - when it began to be given. The end of a reply that began before the commit of the turn being
   * answered is old news: the caller spoke over it, and {@link commit} has told its end already.
   */
  finish({ interrupted, startedAtMs = Infinity }: { interrupted: boolean; startedAtMs?: number }): void {
    const { commit = -Infinity, audioOut } = this.#replying?.timesMs ?? {};
    if (startedAtMs < commit - CLOCK_TOLERANCE_MS) return;
    this.#end(interrupted ? 'interrupted' : audioOut === undefined ? 'lost' : 'answered');
  }

  #end(outcome: TurnOutcome): void {
    const turn = this.#replying;
    this.#replying = undefined;
    if (turn) this.#report(createRecord(turn, outcome));
  }
}

function createTurn(): OpenTurn {
  return { number: 0, timesMs: {}, discarded: [], notes: {} };
}

function discardAttempt(turn: OpenTurn, reason: DiscardReason): void {
  if (!turn.attempt) return;
  turn.discarded.push({ attempt: turn.attempt, reason });
  if (turn.discarded.length > MAX_DISCARDED) turn.discarded.shift();
  delete turn.attempt;
}

function createRecord(turn: OpenTurn, outcome: TurnOutcome): TurnRecord {
  const { speechEnd, commit, audioOut } = turn.timesMs;
  // The attempt has the hypothesis that it came of; the turn's own may be a later one, which changed nothing.
  const times = { ...turn.attempt?.timesMs, commit, audioOut };
  const origin = speechEnd ?? commit ?? 0;
  return {
    version: 1,
    turn: turn.number,
    outcome,
    stagesMs: relateStages(times, origin),
    totalMs: speechEnd === undefined || audioOut === undefined ? null : Math.round(audioOut - speechEnd),
    savedMs: computeSavedMs(times),
    llmTokens: turn.attempt?.llmTokens ?? 0,
    ttsAudioMs: Math.round(turn.attempt?.ttsAudioMs ?? 0),
    discarded: turn.discarded.map(({ attempt, reason }) => ({
      reason,
      startedMs: Math.round(attempt.startedAtMs - origin),
      llmTokens: attempt.llmTokens,
      ttsAudioMs: Math.round(attempt.ttsAudioMs),
    })),
    notes: { ...turn.notes },
  };
}
