import type { OperatorData } from './operator-data.ts';
import { strings } from './strings.ts';

/** What went wrong: answers that were never heard, calls that failed, requests that were refused. */
export function ErrorList({ data }: { data: OperatorData }) {
  const { errors } = strings;
  const lines = listErrors(data);
  return (
    <section aria-labelledby="errors-heading">
      <h2 id="errors-heading">{errors.heading}</h2>
      {lines.length === 0 ? (
        <p className="empty">{errors.none}</p>
      ) : (
        <ul className="errors">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function listErrors({ day, endedCalls, refusals }: OperatorData): string[] {
  const { errors } = strings;
  const failedCalls = endedCalls.filter(
    ({ problem, end_reason }) => problem !== null || end_reason === 'lost',
  );
  return [
    ...(day.lost > 0 ? [errors.lost(day.lost)] : []),
    ...(failedCalls.length > 0 ? [errors.calls(failedCalls.length)] : []),
    ...Object.entries(refusals)
      .filter(([, requests]) => requests > 0)
      .map(([reason, requests]) => errors.refusals(requests, errors.reasons[reason] ?? reason)),
  ];
}
