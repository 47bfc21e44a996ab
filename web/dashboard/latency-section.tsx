import { useId, useState } from 'react';

import { StackedBars } from '../charts/stacked-bars.tsx';
import { createQuantities } from '../languages/quantities.ts';
import type { Latency, OperatorData } from './operator-data.ts';
import { strings } from './strings.ts';

const { count, ms } = createQuantities(strings.tag);
const { latency: words } = strings;
const windows = ['hour', 'day'] as const;
const clock = new Intl.DateTimeFormat(strings.tag, { hour: '2-digit', minute: '2-digit' });

/** How long callers waited for their answers, over time and stage by stage. */
export function LatencySection({ data }: { data: OperatorData }) {
  const [window, setWindow] = useState<(typeof windows)[number]>('hour');
  const latency = data[window];
  return (
    <section className="wide" aria-labelledby="latency-heading">
      <div className="section-head">
        <h2 id="latency-heading">{words.heading}</h2>
        <fieldset className="choice">
          <legend className="visually-hidden">{words.window}</legend>
          {windows.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="window"
                checked={window === each}
                onChange={() => {
                  setWindow(each);
                }}
              />
              <span>{words[each]}</span>
            </label>
          ))}
        </fieldset>
      </div>
      <Content latency={latency} turnLog={data.turn_log} />
    </section>
  );
}

function Content({ latency, turnLog }: { latency: Latency; turnLog: OperatorData['turn_log'] }) {
  const total = latency.parts.find(({ part }) => part === 'total');
  if (turnLog !== 'on') return <p className="empty">{words[turnLog]}</p>;
  if (!total) return <p className="empty">{words.empty}</p>;
  return (
    <>
      <Chart latency={latency} caption={words.caption(total.count, total.p50, total.p95)} />
      <StageTable latency={latency} />
    </>
  );
}

function Chart({ latency, caption }: { latency: Latency; caption: string }) {
  const captionId = useId();
  const bars = latency.steps.map(({ from, p50, p95 }) => ({
    name: clock.format(new Date(from)),
    lowerMs: p50,
    upperMs: p95,
  }));
  return (
    <figure>
      <StackedBars
        bars={bars}
        parts={{ lower: 'p50', upper: 'p95' }}
        labelledBy={captionId}
        language={strings.tag}
      />
      <figcaption>
        <span id={captionId}>{caption}</span>
        <span className="legend" aria-hidden="true">
          <span data-part="p50">{words.p50}</span>
          <span data-part="p95">{words.p95}</span>
        </span>
      </figcaption>
    </figure>
  );
}

function StageTable({ latency }: { latency: Latency }) {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={words.tableHeading}>
      <table aria-label={words.tableHeading}>
        <thead>
          <tr>
            <th scope="col">{words.stage}</th>
            {[words.count, words.p50, words.p95, words.p99].map((heading) => (
              <th key={heading} scope="col" className="number">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {latency.parts.map(({ part, count: turns, p50, p95, p99 }) => (
            <tr key={part}>
              <th scope="row">{words.parts[part]}</th>
              <td className="number">{count(turns)}</td>
              {[p50, p95, p99].map((durationMs, index) => (
                <td key={index} className="number">
                  {ms(durationMs)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
