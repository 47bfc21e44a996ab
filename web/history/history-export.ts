import { strings } from '../strings.ts';
import { formatClockTime, formatDay } from './moment.ts';
import type { HistoryEntry } from './history-entry.ts';

/** One entry as a line of plain text, such as `You (typed): Hello`. */
export function describeEntry(entry: HistoryEntry): string {
  const { speakers, typed, interrupted, tool, toolStates } = strings.history;
  if (entry.kind === 'tool') return `${tool} ${entry.name}: ${toolStates[entry.state]}`;
  const speaker = speakers[entry.speaker];
  if (entry.kind === 'typed') return `${speaker} (${typed}): ${entry.text}`;
  return `${speaker}: ${entry.text}${entry.isInterrupted ? ` (${interrupted})` : ''}`;
}

/** The whole conversation in plain text, in the reader's language and time zone. */
export function exportText(entries: readonly HistoryEntry[]): string {
  const first = entries[0];
  const title = `${strings.title}, ${formatDay(first ? first.atMs : Date.now())}`;
  const lines = entries.map((entry) => `[${formatClockTime(entry.atMs, 'seconds')}] ${describeEntry(entry)}`);
  return `${title}\n\n${lines.join('\n')}\n`;
}

/** The whole conversation for programs: its entries in order, with times in ISO 8601. */
export function exportJson(entries: readonly HistoryEntry[]): string {
  const exported = entries.map(({ atMs, ...entry }) => ({ at: new Date(atMs).toISOString(), ...entry }));
  return `${JSON.stringify({ version: 1, entries: exported }, null, 2)}\n`;
}
