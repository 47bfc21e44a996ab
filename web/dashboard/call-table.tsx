import { useId } from 'react';

import type { CallRecord } from './operator-data.ts';
import { strings } from './strings.ts';

const moment = new Intl.DateTimeFormat(strings.tag, { dateStyle: 'short', timeStyle: 'medium' });

interface CallTableProps {
  heading: string;
  /** What is said when there are none. */
  empty: string;
  calls: CallRecord[];
  /** Until when calls that are going on have lasted. */
  now: string;
}

/** Calls with what is known of them: when, for whom, how long, and how it went. */
export function CallTable({ heading, empty, calls, now }: CallTableProps) {
  const { calls: words } = strings;
  const headingId = useId();
  return (
    <section className="wide" aria-labelledby={headingId}>
      <h2 id={headingId}>{heading}</h2>
      {calls.length === 0 ? (
        <p className="empty">{empty}</p>
      ) : (
        <div className="scroll" tabIndex={0} role="group" aria-labelledby={headingId}>
          <table aria-labelledby={headingId}>
            <thead>
              <tr>
                <th scope="col">{words.start}</th>
                <th scope="col">{words.client}</th>
                <th scope="col">{words.agent}</th>
                <th scope="col" className="number">
                  {words.duration}
                </th>
                <th scope="col">{words.end}</th>
              </tr>
            </thead>
            <tbody>
              {calls.map((call) => (
                <tr key={call.id} data-failed={hasFailed(call)}>
                  <td>{moment.format(new Date(call.started_at ?? call.requested_at))}</td>
                  <td>{call.client}</td>
                  <td>{call.agent_name}</td>
                  <td className="number">{describeDuration(call, now)}</td>
                  <td>{describeOutcome(call)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function hasFailed({ problem, end_reason: reason }: CallRecord): boolean {
  return problem !== null || reason === 'lost';
}

function describeOutcome({ state, end_reason: reason, problem }: CallRecord): string {
  const { states, ends, problems } = strings.calls;
  return [reason ? ends[reason] : states[state], problem && problems[problem]].filter(Boolean).join(', ');
}

/** Minutes and seconds, as on a telephone. */
function describeDuration(
  { state, started_at: startedAt, duration_ms: durationMs }: CallRecord,
  now: string,
): string {
  const isLive = state === 'live' && startedAt !== null;
  const lastedMs = isLive ? Date.parse(now) - Date.parse(startedAt) : durationMs;
  if (lastedMs === null) return '–';
  const seconds = Math.max(0, Math.round(lastedMs / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
