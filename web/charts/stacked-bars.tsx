import { AxisBottom, AxisLeft } from '@visx/axis';
import { scaleBand, scaleLinear } from '@visx/scale';
import { Bar } from '@visx/shape';

import { useWidth } from './use-width.ts';
import './chart.css';

const HEIGHT = 132;
const MARGIN = { top: 10, right: 34, bottom: 22, left: 44 };
const WIDEST_BAR = 28;
const TEXT_HEIGHT = 12;

/** One bar of two parts, the lower one on the axis; null where nothing was measured. */
export interface StackedBar {
  /** What stands below it; not two the same. */
  name: string;
  lowerMs: number | null;
  /** Where the upper part ends. */
  upperMs: number | null;
}

export interface StackedBarsProps {
  bars: readonly StackedBar[];
  /** What the parts mean, for the style sheet. */
  parts: { lower: string; upper: string };
  /** Durations to compare the bars with, by what is written beside their lines. */
  marksMs?: Readonly<Record<string, number>>;
  /** The id of what says in words what is to be seen. */
  labelledBy: string;
  /** A BCP 47 tag: how numbers are written. */
  language: string;
}

/** Durations side by side, as wide as there is room; colours come from the style sheet, for either theme. */
export function StackedBars(props: StackedBarsProps) {
  const [figure, width] = useWidth<HTMLDivElement>();
  return (
    <div ref={figure} className="chart" style={{ minHeight: HEIGHT }}>
      {width > 0 && (
        <svg width={width} height={HEIGHT} role="img" aria-labelledby={props.labelledBy}>
          <Drawing {...props} width={width} />
        </svg>
      )}
    </div>
  );
}

function Drawing({ bars, parts, marksMs = {}, language, width }: StackedBarsProps & { width: number }) {
  const right = width - (Object.keys(marksMs).length > 0 ? MARGIN.right : 0);
  const bottom = HEIGHT - MARGIN.bottom;
  const longestMs = Math.max(1, ...bars.map(({ upperMs }) => upperMs ?? 0), ...Object.values(marksMs));
  const names = bars.map(({ name }) => name);
  const x = scaleBand({ domain: names, range: [MARGIN.left, right], padding: 0.25 });
  const y = scaleLinear({ domain: [0, longestMs], range: [bottom, MARGIN.top], nice: 3 });
  const barWidth = Math.min(x.bandwidth(), WIDEST_BAR);
  const count = new Intl.NumberFormat(language, { useGrouping: 'min2' });
  const widest = Math.max(...names.map(({ length }) => length)) * 7 + 12;
  const every = Math.max(1, Math.ceil((names.length * widest) / (right - MARGIN.left)));
  return (
    <>
      {bars.map(({ name, lowerMs, upperMs }) => {
        if (lowerMs === null || upperMs === null) return null;
        const place = { x: (x(name) ?? 0) + (x.bandwidth() - barWidth) / 2, width: barWidth };
        return (
          <g key={name}>
            <Bar {...place} y={y(upperMs)} height={y(lowerMs) - y(upperMs)} data-part={parts.upper} />
            <Bar {...place} y={y(lowerMs)} height={bottom - y(lowerMs)} data-part={parts.lower} />
          </g>
        );
      })}
      {placeMarks(marksMs, y).map(({ name, lineY, textY }) => (
        <g key={name} className="mark">
          <line x1={MARGIN.left} x2={right} y1={lineY} y2={lineY} />
          <text x={right + 4} y={textY} dy="0.35em">
            {name}
          </text>
        </g>
      ))}
      <AxisLeft
        scale={y}
        left={MARGIN.left}
        numTicks={3}
        tickLength={4}
        tickFormat={(value) => count.format(value.valueOf())}
      />
      <AxisBottom
        scale={x}
        top={bottom}
        tickLength={4}
        tickValues={names.filter((_, index) => index % every === 0)}
      />
    </>
  );
}

/** Lines where they belong, their names a line of text apart. */
function placeMarks(marksMs: Readonly<Record<string, number>>, y: (ms: number) => number) {
  let freeY = Infinity;
  return Object.entries(marksMs)
    .sort(([, a], [, b]) => a - b)
    .map(([name, ms]) => {
      const textY = Math.min(y(ms), freeY);
      freeY = textY - TEXT_HEIGHT;
      return { name, lineY: y(ms), textY };
    });
}
