import { parse, View } from 'vega';
import { compile } from 'vega-lite';
import type { TopLevelSpec } from 'vega-lite';
import type { MeasuredTurn } from '../measured-turn.ts';
import type { ArmSummary } from './summary.ts';

const WIDTH = 640;
const HEIGHT = 360;

/** Arms in the order in which they ran; there are more than ten. */
const COLOR = { field: 'arm', type: 'nominal', sort: null, scale: { scheme: 'tableau20' } } as const;

/** The axis of cutoffs goes at least this far. */
const LEAST_CUTOFFS_SHOWN = 0.1;

/** A drawing, ready to be written to a file of that name. */
export interface Plot {
  file: string;
  svg: string;
}

/** Draws each kind of servers: how latency is distributed, and what it was bought with. */
export async function drawPlots(
  turns: readonly MeasuredTurn[],
  arms: readonly ArmSummary[],
): Promise<Plot[]> {
  const kinds = [...new Set(turns.map(({ servers }) => servers))];
  const plots = await Promise.all(
    kinds.map(async (servers) => [
      await draw(`latency-${servers}.svg`, describeDistribution(servers, turns)),
      await draw(`latency-against-cutoffs-${servers}.svg`, describeTradeOff(servers, arms)),
    ]),
  );
  return plots.flat();
}

async function draw(file: string, spec: TopLevelSpec): Promise<Plot> {
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  return { file, svg: await view.toSVG() };
}

/** Empirical distribution function: the share of turns that were answered within so many milliseconds. */
function describeDistribution(servers: string, turns: readonly MeasuredTurn[]): TopLevelSpec {
  const values = turns
    .filter((turn) => turn.servers === servers && turn.valid)
    .flatMap(({ arm, mouthToEarMs }) => (mouthToEarMs === undefined ? [] : [{ arm, mouthToEarMs }]));
  return {
    title: `Mouth-to-ear, ${servers} servers`,
    width: WIDTH,
    height: HEIGHT,
    data: { values },
    transform: [
      { sort: [{ field: 'mouthToEarMs' }], window: [{ op: 'cume_dist', as: 'share' }], groupby: ['arm'] },
    ],
    mark: { type: 'line', interpolate: 'step-after' },
    encoding: {
      x: { field: 'mouthToEarMs', type: 'quantitative', title: 'ms after the caller’s last sample' },
      y: {
        field: 'share',
        type: 'quantitative',
        title: 'turns answered',
        axis: { format: '.0%' },
        scale: { domain: [0, 1] },
      },
      color: COLOR,
    },
  };
}

/** One point for each arm: further left is more polite, further down is faster. */
function describeTradeOff(servers: string, arms: readonly ArmSummary[]): TopLevelSpec {
  const values = arms
    .filter((arm) => arm.servers === servers && arm.mouthToEarMs.n > 0 && arm.pausesCutOff.of > 0)
    .map(({ arm, mouthToEarMs, pausesCutOff }) => ({
      arm,
      cutoffs: pausesCutOff.count / pausesCutOff.of,
      p50: mouthToEarMs.p50,
      p50Low: mouthToEarMs.p50Low,
      p50High: mouthToEarMs.p50High,
    }));
  return {
    title: `Latency against cutoffs, ${servers} servers`,
    width: WIDTH,
    height: HEIGHT,
    data: { values },
    encoding: {
      x: {
        field: 'cutoffs',
        type: 'quantitative',
        title: 'pauses taken for the end',
        axis: { format: '.0%' },
        scale: { domain: [0, Math.max(LEAST_CUTOFFS_SHOWN, ...values.map(({ cutoffs }) => cutoffs))] },
      },
      y: { type: 'quantitative', title: 'mouth-to-ear ms, median and its 95 % interval' },
      color: COLOR,
    },
    layer: [
      { mark: 'rule', encoding: { y: { field: 'p50Low' }, y2: { field: 'p50High' } } },
      { mark: { type: 'point', filled: true, size: 80 }, encoding: { y: { field: 'p50' } } },
      {
        mark: { type: 'text', align: 'left', dx: 8 },
        encoding: { y: { field: 'p50' }, text: { field: 'arm' } },
      },
    ],
  };
}
