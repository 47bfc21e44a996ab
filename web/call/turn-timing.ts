/** When something happened in a turn, in ms after the caller's last sample reached the worker. */
const stages = [
  'hypothesis',
  'preflight',
  'llmRequest',
  'firstToken',
  'firstClause',
  'ttsRequest',
  'firstAudio',
  'commit',
  'audioOut',
] as const;

type Stage = (typeof stages)[number];
type Times = Partial<Record<Stage, number>>;

/** How a turn ended; `speaking` while its answer is still being heard. */
const outcomes = ['speaking', 'answered', 'interrupted', 'lost'] as const;

/** One turn, as the worker measured it: the part of its data message that the page shows. */
export interface TurnTiming {
  turn: number;
  outcome: (typeof outcomes)[number];
  stagesMs: Times;
  totalMs: number | undefined;
  savedMs: number | undefined;
  /** Speculations that speech has overtaken, and what they had cost by then. */
  discarded: { attempts: number; llmTokens: number; ttsAudioMs: number };
  /** When each of those began, like the stages. */
  discardedAtMs: number[];
}

/** A stretch of the turn on its axis, both ends in percent of the axis. */
export interface TimingBar {
  part: TimingPart;
  fromMs: number;
  toMs: number;
  leftPercent: number;
  widthPercent: number;
}

/** What each bar stretches from and to; `decision` begins with the silence itself. */
const parts = {
  decision: [() => 0, ({ commit }: Times) => commit],
  stt: [({ hypothesis }: Times) => hypothesis, ({ preflight }: Times) => preflight],
  llm: [({ llmRequest }: Times) => llmRequest, ({ firstToken }: Times) => firstToken],
  clause: [({ firstToken }: Times) => firstToken, ({ firstClause }: Times) => firstClause],
  tts: [({ ttsRequest }: Times) => ttsRequest, ({ firstAudio }: Times) => firstAudio],
  output: [
    ({ commit, firstAudio }: Times) =>
      commit === undefined || firstAudio === undefined ? undefined : Math.max(commit, firstAudio),
    ({ audioOut }: Times) => audioOut,
  ],
} satisfies Record<string, [(times: Times) => number | undefined, (times: Times) => number | undefined]>;

export type TimingPart = keyof typeof parts;

/**
 * Reads a message of the topic `parley.turn`.
 *
 * @returns undefined for one that this page does not understand, such as one of a later version.
 */
export function parseTurnTiming(payload: Uint8Array): TurnTiming | undefined {
  const message = parseJson(payload);
  const stagesMs = message?.['stagesMs'];
  const turn = readNumber(message?.['turn']);
  const outcome = outcomes.find((known) => known === message?.['outcome']);
  if (message?.['version'] !== 1 || turn === undefined || !outcome || !isRecord(stagesMs)) return undefined;
  const known = stages.map((stage) => [stage, readNumber(stagesMs[stage])] as const);
  const attempts = (Array.isArray(message['discarded']) ? message['discarded'] : []).filter(isRecord);
  const sum = (key: string) => attempts.reduce((total, each) => total + (readNumber(each[key]) ?? 0), 0);
  return {
    turn,
    outcome,
    stagesMs: Object.fromEntries(known.filter(([, ms]) => ms !== undefined)),
    totalMs: readNumber(message['totalMs']),
    savedMs: readNumber(message['savedMs']),
    discarded: { attempts: attempts.length, llmTokens: sum('llmTokens'), ttsAudioMs: sum('ttsAudioMs') },
    discardedAtMs: attempts.map((each) => readNumber(each['startedMs'])).filter((ms) => ms !== undefined),
  };
}

/** Lays the turn out on one axis from the first thing that happened to the last; parts that were not seen are left out. */
export function layOutTurn(times: Times): TimingBar[] {
  const bars = Object.entries(parts).flatMap(([part, [readFrom, readTo]]) => {
    const fromMs = readFrom(times);
    const toMs = readTo(times);
    return fromMs === undefined || toMs === undefined ? [] : [{ part: part as TimingPart, fromMs, toMs }];
  });
  const startMs = Math.min(0, ...Object.values(times));
  const lengthMs = Math.max(1, ...Object.values(times)) - startMs;
  return bars.map((bar) => ({
    ...bar,
    leftPercent: ((bar.fromMs - startMs) / lengthMs) * 100,
    widthPercent: (Math.max(0, bar.toMs - bar.fromMs) / lengthMs) * 100,
  }));
}

/** Puts a turn in its place among the others, newest first; a later message about a turn replaces the earlier one. */
export function addTurn(turns: readonly TurnTiming[], added: TurnTiming, kept: number): TurnTiming[] {
  const others = turns.filter(({ turn }) => turn !== added.turn);
  return [...others, added].sort((a, b) => b.turn - a.turn).slice(0, kept);
}

function parseJson(payload: Uint8Array): Record<string, unknown> | undefined {
  try {
    const message: unknown = JSON.parse(new TextDecoder().decode(payload));
    return isRecord(message) ? message : undefined;
  } catch {
    return undefined; // Anyone in the room can send anything.
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function readNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
