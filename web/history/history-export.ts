import { strings } from '../strings.ts';
import { formatClockTime, formatDay } from './moment.ts';
import type { HistoryEntry, Source } from './history-entry.ts';

/** One entry as a line of plain text, such as `You (typed): Hello`. */
export function describeEntry(entry: HistoryEntry): string {
  const { speakers, typed, interrupted, tool, toolStates, sent } = strings.history;
  if (entry.kind === 'tool') return `${tool} ${entry.name}: ${toolStates[entry.state]}`;
  if (entry.kind === 'note')
    return `${speakers.agent} (${sent}): ${[entry.text, entry.url].filter(Boolean).join(' ')}`;
  const speaker = speakers[entry.speaker];
  if (entry.kind === 'typed') return `${speaker} (${typed}): ${entry.text}`;
  const cut = entry.isInterrupted ? ` (${interrupted})` : '';
  const from = entry.sources ? ` (${describeSources(entry.sources)})` : '';
  return `${speaker}: ${entry.text}${cut}${from}`;
}

/** The documents that a reply comes from, such as `From: cafe.md, Opening hours`. */
export function describeSources(sources: readonly Source[]): string {
  const { from, page } = strings.history;
  const named = sources.map((source) =>
    [source.file, source.heading, source.page && page(source.page)].filter(Boolean).join(', '),
  );
  return from(named.join(' · '));
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
