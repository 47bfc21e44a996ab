import { isOverlapJudged, isResumed, isTailCut } from '../measured-turn.ts';
import type { MeasuredTurn } from '../measured-turn.ts';
import { bootstrapMedian, getPercentile } from '../statistics.ts';

/** A sample of times or amounts in short. NaN where there is none. */
export interface Spread {
  n: number;
  p50: number;
  p90: number;
  p95: number;
  /** 95 % bootstrap interval of the median. */
  p50Low: number;
  p50High: number;
}

/** How often something happened among how many chances. */
export interface Share {
  count: number;
  of: number;
}

/** All turns of one arm on one kind of servers, in numbers. */
export interface ArmSummary {
  servers: string;
  arm: string;
  turns: number;
  invalid: number;
  mouthToEarMs: Spread;
  /** Pauses of the caller that the agent took for the end; turns in which it spoke before the caller had finished. */
  pausesCutOff: Share;
  turnsCutOff: Share;
  lost: Share;
  bargeInMs: Spread;
  /** Barge-ins after which the agent went on for more than 5 s. */
  bargeInsIgnored: Share;
  /** Backchannels and noises that ended the answer, and those after which it was heard whole. */
  falseStops: Share;
  resumed: Share;
  tailsCut: Share;
  /** Answers with a quiet in them that punctuation does not explain. */
  gaps: Share;
  understoodErrorRate: number;
  heardErrorRate: number;
  cpuSecondsPerTurn: number;
  peakMemoryMb: number;
  /** Speculations thrown away, of all that were begun; of 0 where the worker does not tell. */
  discarded: Share;
}

/** Puts the turns of each arm on each kind of servers together, in the order in which they first came. */
export function summarize(turns: readonly MeasuredTurn[]): ArmSummary[] {
  const groups = new Map<string, MeasuredTurn[]>();
  for (const turn of turns) {
    const key = `${turn.servers} ${turn.arm}`;
    groups.set(key, [...(groups.get(key) ?? []), turn]);
  }
  return [...groups.values()].map(summarizeArm);
}

function summarizeArm(all: MeasuredTurn[]): ArmSummary {
  const turns = all.filter(({ valid }) => valid);
  const overlapped = turns.filter(isOverlapJudged);
  const bargeIns = overlapped.filter(({ bargeIn }) => bargeIn !== undefined);
  const disturbed = overlapped.filter(({ disturbance }) => disturbance);
  const records = turns.flatMap(({ meter }) => meter);
  const discarded = records.reduce((total, record) => total + record.discarded.length, 0);
  return {
    servers: all[0]?.servers ?? '',
    arm: all[0]?.arm ?? '',
    turns: turns.length,
    invalid: all.length - turns.length,
    mouthToEarMs: spread(turns.map(({ mouthToEarMs }) => mouthToEarMs)),
    pausesCutOff: share(
      turns.flatMap(({ pauses }) => pauses),
      ({ cutOff }) => cutOff,
    ),
    turnsCutOff: share(turns, ({ cutOff }) => cutOff),
    lost: share(turns, ({ answered }) => !answered),
    bargeInMs: spread(bargeIns.map(({ bargeIn }) => (typeof bargeIn === 'number' ? bargeIn : undefined))),
    bargeInsIgnored: share(bargeIns, ({ bargeIn }) => bargeIn === 'ignored'),
    falseStops: share(disturbed, ({ disturbance }) => /stopped|replaced/.test(disturbance?.reaction ?? '')),
    resumed: share(disturbed, isResumed),
    tailsCut: share(
      turns.map(isTailCut).filter((isCut) => isCut !== undefined),
      (isCut) => isCut,
    ),
    gaps: share(
      turns.filter(
        ({ answered, cutOff, overlap, written }) => answered && !cutOff && !overlap && written !== '',
      ),
      ({ gapsMs }) => gapsMs.length > 0,
    ),
    understoodErrorRate: mean(turns.map((turn) => turn.understoodErrorRate)),
    heardErrorRate: mean(turns.map((turn) => turn.heardErrorRate)),
    cpuSecondsPerTurn: mean(turns.map(({ cpuMs }) => cpuMs)) / 1000,
    peakMemoryMb: Math.max(...turns.map(({ memoryBytes }) => memoryBytes ?? NaN)) / 2 ** 20,
    discarded: { count: discarded, of: discarded + records.length },
  };
}

export function spread(sample: readonly (number | undefined)[]): Spread {
  const known = sample.filter((value) => value !== undefined);
  const [p50Low, p50High] = bootstrapMedian(known);
  return {
    n: known.length,
    p50: getPercentile(known, 0.5),
    p90: getPercentile(known, 0.9),
    p95: getPercentile(known, 0.95),
    p50Low,
    p50High,
  };
}

function share<Item>(items: readonly Item[], happened: (item: Item) => boolean): Share {
  return { count: items.filter(happened).length, of: items.length };
}

/** NaN when nothing is known. */
function mean(sample: readonly (number | undefined)[]): number {
  const known = sample.filter((value) => value !== undefined);
  return known.reduce((total, value) => total + value, 0) / known.length;
}
