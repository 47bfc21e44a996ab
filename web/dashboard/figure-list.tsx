import { createQuantities } from '../languages/quantities.ts';
import type { OperatorData } from './operator-data.ts';
import { strings } from './strings.ts';

const { count, ms } = createQuantities(strings.tag);

/** The numbers that one looks for first. */
export function FigureList({ data }: { data: OperatorData }) {
  const { figures } = strings;
  const total = data.hour.parts.find(({ part }) => part === 'total');
  const countState = (state: 'live' | 'waiting') =>
    data.openCalls.filter((call) => call.state === state).length;
  const shown = [
    [figures.live, count(countState('live'))],
    [figures.waiting, count(countState('waiting'))],
    [figures.answers, count(total?.count ?? 0)],
    [figures.median, total ? ms(total.p50) : figures.none],
    [figures.slowest, total ? ms(total.p95) : figures.none],
  ];
  return (
    <section className="figures" aria-labelledby="figures-heading">
      <h2 id="figures-heading" className="visually-hidden">
        {figures.heading}
      </h2>
      <dl>
        {shown.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
