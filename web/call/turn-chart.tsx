import { AxisBottom, AxisLeft } from '@visx/axis';
import { scaleBand, scaleLinear } from '@visx/scale';
import { Bar } from '@visx/shape';
import { useId } from 'react';

import { useWidth } from '../charts/use-width.ts';
import { strings } from '../strings.ts';
import { computeQuantile } from './quantile.ts';
import type { TurnTiming } from './turn-timing.ts';

const HEIGHT = 120;
const MARGIN = { top: 10, right: 34, bottom: 20, left: 40 };

/** As many bars as a phone has room for; the figures are about all turns. */
const MOST_BARS = 40;

/** An answer that was heard. */
interface Answer {
  turn: number;
  totalMs: number;
  /** The part of it in which the turn was not yet over. */
  decisionMs: number;
}

/** The answers of this call side by side, in what order they were given, with the time that most of them stayed below. */
export default function TurnChart({ turns }: { turns: readonly TurnTiming[] }) {
  const { history } = strings.timing;
  const captionId = useId();
  const [figure, width] = useWidth<HTMLDivElement>();
  const answers = listAnswers(turns);
  const totals = answers.map(({ totalMs }) => totalMs);
  const [p50, p95] = [computeQuantile(totals, 0.5), computeQuantile(totals, 0.95)];
  if (p50 === undefined || p95 === undefined) return null;
  return (
    <figure className="history">
      <div ref={figure}>
        {width > 0 && (
          <svg width={width} height={HEIGHT} role="img" aria-labelledby={captionId}>
            <Bars answers={answers.slice(-MOST_BARS)} marksMs={{ p50, p95 }} width={width} />
          </svg>
        )}
      </div>
      <figcaption>
        <span id={captionId}>{history.caption(answers.length, p50, p95)}</span>
        <span className="legend" aria-hidden="true">
          <span data-part="decision">{history.decision}</span>
          <span data-part="answer">{history.answer}</span>
        </span>
      </figcaption>
    </figure>
  );
}

function Bars(props: { answers: readonly Answer[]; marksMs: Record<string, number>; width: number }) {
  const { answers, marksMs, width } = props;
  const right = width - MARGIN.right;
  const bottom = HEIGHT - MARGIN.bottom;
  const longestMs = Math.max(...answers.map(({ totalMs }) => totalMs), ...Object.values(marksMs));
  const x = scaleBand({
    domain: answers.map(({ turn }) => turn),
    range: [MARGIN.left, right],
    padding: 0.25,
  });
  const y = scaleLinear({ domain: [0, longestMs], range: [bottom, MARGIN.top], nice: 3 });
  const every = Math.ceil(answers.length / 10);
  const bandWidth = Math.min(x.bandwidth(), 28);
  return (
    <>
      {answers.map(({ turn, totalMs, decisionMs }) => {
        const left = (x(turn) ?? 0) + (x.bandwidth() - bandWidth) / 2;
        const place = { x: left, width: bandWidth };
        return (
          <g key={turn}>
            <Bar {...place} y={y(totalMs)} height={bottom - y(totalMs)} data-part="answer" />
            <Bar {...place} y={y(decisionMs)} height={bottom - y(decisionMs)} data-part="decision" />
          </g>
        );
      })}
      {Object.entries(marksMs).map(([name, ms]) => (
        <g key={name} className="mark">
          <line x1={MARGIN.left} x2={right} y1={y(ms)} y2={y(ms)} />
          <text x={right + 4} y={y(ms)} dy="0.35em">
            {name}
          </text>
        </g>
      ))}
      <AxisLeft scale={y} left={MARGIN.left} numTicks={3} tickLength={4} tickFormat={formatCount} />
      <AxisBottom
        scale={x}
        top={bottom}
        tickLength={4}
        tickValues={answers.filter((_, index) => index % every === 0).map(({ turn }) => turn)}
      />
    </>
  );
}

const count = new Intl.NumberFormat(strings.tag, { useGrouping: 'min2' });

function formatCount(value: { valueOf: () => number }): string {
  return count.format(value.valueOf());
}

function listAnswers(turns: readonly TurnTiming[]): Answer[] {
  return turns
    .flatMap(({ turn, totalMs, stagesMs }) =>
      totalMs === undefined
        ? []
        : [{ turn, totalMs, decisionMs: Math.min(Math.max(0, stagesMs.commit ?? 0), totalMs) }],
    )
    .sort((a, b) => a.turn - b.turn);
}
