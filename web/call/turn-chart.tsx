import { useId } from 'react';

import { StackedBars } from '../charts/stacked-bars.tsx';
import { strings } from '../strings.ts';
import { computeQuantile } from './quantile.ts';
import type { TurnTiming } from './turn-timing.ts';

/** As many bars as a phone has room for; the figures are about all turns. */
const MOST_BARS = 40;

/** The answers of this call side by side, in the order in which they were given, and how fast most of them came. */
export default function TurnChart({ turns }: { turns: readonly TurnTiming[] }) {
  const { history } = strings.timing;
  const captionId = useId();
  const bars = listBars(turns);
  const totals = bars.map(({ upperMs }) => upperMs);
  const [p50, p95] = [computeQuantile(totals, 0.5), computeQuantile(totals, 0.95)];
  if (p50 === undefined || p95 === undefined) return null;
  return (
    <figure>
      <StackedBars
        bars={bars.slice(-MOST_BARS)}
        parts={{ lower: 'decision', upper: 'answer' }}
        marksMs={{ p50, p95 }}
        labelledBy={captionId}
        language={strings.tag}
      />
      <figcaption>
        <span id={captionId}>{history.caption(bars.length, p50, p95)}</span>
        <span className="legend" aria-hidden="true">
          <span data-part="decision">{history.decision}</span>
          <span data-part="answer">{history.answer}</span>
        </span>
      </figcaption>
    </figure>
  );
}

/** The answers that were heard, oldest first: until the turn was over, and until the answer. */
function listBars(turns: readonly TurnTiming[]) {
  return turns
    .flatMap(({ turn, totalMs, stagesMs }) => {
      const decisionMs = Math.max(0, stagesMs.commit ?? 0);
      return totalMs === undefined
        ? []
        : [{ turn, lowerMs: Math.min(decisionMs, totalMs), upperMs: totalMs }];
    })
    .sort((a, b) => a.turn - b.turn)
    .map(({ turn, ...bar }) => ({ name: `${turn}`, ...bar }));
}
