import type { TurnRecord } from '../agent/telemetry/turn-record.ts';
import { TURN_TOPIC } from '../agent/telemetry/turn-report.ts';
import type { Caller } from '../stack/caller.ts';
import { measureWordErrorRate } from '../stack/word-errors.ts';
import { measureAnswer } from './acoustics/answer.ts';
import { listGapsMs, listUnexplainedGapsMs } from './acoustics/gaps.ts';
import { measureBargeIn, measureDisturbance } from './acoustics/overlap.ts';
import { findSounds, sumLoudMs } from './acoustics/sounds.ts';
import type { Sound } from './acoustics/sounds.ts';
import type { PlayedTurn } from './call.ts';
import type { CorpusItem } from './corpus/manifest.ts';
import type { MeasuredTurn } from './measured-turn.ts';
import type { Scenario } from './schedule.ts';

/** What a caller has heard and read so far. */
type Ears = Pick<Caller, 'heard' | 'transcript' | 'data'>;

/** About 3.5 s of speech. */
const SHORT_CHARACTERS = 55;

/** What a caller's ears tell about one turn; who it was, and what it cost, is added by the run. */
type TurnMeasures = Pick<
  MeasuredTurn,
  | 'question'
  | 'overlap'
  | 'answered'
  | 'mouthToEarMs'
  | 'cutOff'
  | 'pauses'
  | 'bargeIn'
  | 'disturbance'
  | 'understood'
  | 'understoodErrorRate'
  | 'written'
  | 'loudMs'
  | 'gapsMs'
  | 'meter'
>;

/** The measures, and where the answer begins among what was heard. */
export interface HeardTurn {
  measures: TurnMeasures;
  answeredMs: number | undefined;
}

/** Judges a turn that has just been played by all its caller has heard and read since. */
export function measureTurn(caller: Ears, { question, overlap }: Scenario, played: PlayedTurn): HeardTurn {
  const { said, overlapOnsetMs, endedMs } = played;
  const sounds = findSounds(caller.heard.filter(({ atMs }) => atMs >= said.startMs && atMs <= endedMs));
  const { answeredMs, ...answer } = measureAnswer(said, sounds);
  const answerSounds = answeredMs === undefined ? [] : sounds.filter(({ startMs }) => startMs >= answeredMs);
  const written = readLines(caller, 'agent', said.startMs, endedMs);
  const understood = readLines(caller, 'caller', said.startMs, overlapOnsetMs ?? endedMs);
  const measures: TurnMeasures = {
    question: { file: question.file, kind: question.kind, text: question.text, snrDb: question.snrDb },
    overlap: overlap && { file: overlap.file, kind: overlap.kind, text: overlap.text },
    ...answer,
    ...measureOverlap(caller, overlap, overlapOnsetMs, said.startMs, answerSounds),
    understood,
    understoodErrorRate: understood === '' ? undefined : measureWordErrorRate(question.text, understood),
    written,
    loudMs: sumLoudMs(answerSounds),
    gapsMs: overlap || answer.cutOff ? [] : listUnexplainedGapsMs(listGapsMs(answerSounds), written),
    meter: readMeter(caller, said.startMs, endedMs),
  };
  return { measures, answeredMs };
}

function measureOverlap(
  caller: Ears,
  overlap: CorpusItem | undefined,
  onsetMs: number | undefined,
  saidMs: number,
  sounds: readonly Sound[],
): Pick<TurnMeasures, 'bargeIn' | 'disturbance'> {
  if (!overlap || onsetMs === undefined || isShortAnswer(caller, saidMs)) return {};
  if (overlap.kind === 'bargein') return { bargeIn: measureBargeIn(sounds, onsetMs) };
  const lines = caller.transcript.filter(
    ({ speaker, startedMs }) => speaker === 'agent' && startedMs >= saidMs,
  );
  const hasNewAnswer = lines.length === 0 ? 'unknown' : lines.some(({ startedMs }) => startedMs > onsetMs);
  return { disturbance: measureDisturbance(sounds, onsetMs, hasNewAnswer) };
}

/** An answer that was written to its end, and is too short to tell whether it ended by itself or was stopped. */
function isShortAnswer(caller: Ears, saidMs: number): boolean {
  const first = caller.transcript.find(
    ({ speaker, startedMs }) => speaker === 'agent' && startedMs >= saidMs,
  );
  return first !== undefined && first.text.length < SHORT_CHARACTERS && /[.!?]$/.test(first.text);
}

function readLines(caller: Ears, side: 'caller' | 'agent', fromMs: number, toMs: number): string {
  return caller.transcript
    .filter(({ speaker, startedMs }) => speaker === side && startedMs >= fromMs && startedMs <= toMs)
    .map(({ text }) => text)
    .join(' ')
    .trim();
}

/** The worker tells a turn again when it is over: the last record of each counts. */
function readMeter(caller: Ears, fromMs: number, toMs: number): TurnRecord[] {
  const records = new Map<number, TurnRecord>();
  for (const { topic, text, atMs } of caller.data) {
    if (topic !== TURN_TOPIC || atMs < fromMs || atMs > toMs) continue;
    const record = JSON.parse(text) as TurnRecord;
    records.set(record.turn, record);
  }
  return [...records.values()];
}
