import type { VariantResult } from './comparison.ts';

/** So few turns or calls say next to nothing about a difference. */
const FEW = 30;

const headings = ['variant', 'calls', 'completed', 'turns', 'p50 ms', 'p95 ms', 'n', 'lost turns'];

/** The comparison as a table for the terminal, with what its columns mean. */
export function formatComparison(experiment: string, results: readonly VariantResult[]): string {
  const rows = [headings, ...results.map(formatRow)];
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
  const few = results.some(({ calls, timed }) => calls < FEW || timed < FEW);
  return [
    `Experiment ${experiment}`,
    '',
    ...lines,
    '',
    'completed: the agent said goodbye or passed the caller on, or the caller hung up after an answer heard to its end.',
    'turns: spoken ones. Typed ones are not in the log: a call that was only typed and hung up counts as not completed.',
    "p50, p95: from the caller's last sound to the first of the answer, at the worker, over n answers that were heard.",
    ...(few ? [`A variant with fewer than ${FEW} calls or answers says little.`] : []),
  ].join('\n');
}

function formatRow({
  variant,
  calls,
  completed,
  turns,
  p50Ms,
  p95Ms,
  timed,
  lostTurns,
}: VariantResult): string[] {
  const share = calls > 0 ? `${completed} (${Math.round((100 * completed) / calls)} %)` : '–';
  const numbers = [p50Ms ?? '–', p95Ms ?? '–', timed, lostTurns];
  return [variant, String(calls), share, String(turns), ...numbers.map(String)];
}
