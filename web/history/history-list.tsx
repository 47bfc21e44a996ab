import { type KeyboardEvent, memo } from 'react';

import { strings } from '../strings.ts';
import { EntryRow } from './entry-row.tsx';
import type { HistoryEntry } from './history-entry.ts';

/** Lines that are compared one by one only when one of them has changed. */
const PART_LENGTH = 100;

interface Props {
  entries: readonly HistoryEntry[];
  announce: (notice: string) => void;
}

/**
 * What happened, newest last. It stays at its newest line unless the reader scrolls up. However long it gets, it is one
 * stop for the Tab key: the arrow keys move between its lines. Lines out of sight are neither laid out nor painted
 * (`content-visibility`), but they are there for searching, selecting and reading aloud.
 */
export const HistoryList = memo(function HistoryList({ entries, announce }: Props) {
  return (
    <div className="history-scroll" tabIndex={0} role="region" aria-labelledby="history-heading">
      {entries.length === 0 ? (
        <p className="empty">{strings.history.empty}</p>
      ) : (
        <ol onKeyDown={moveBetweenLines}>
          {divide(entries).map((part, index, parts) => (
            <Part key={index} entries={part} isNewest={index === parts.length - 1} announce={announce} />
          ))}
        </ol>
      )}
    </div>
  );
});

interface PartProps extends Props {
  /** The newest line is in it. */
  isNewest: boolean;
}

/** Some of the lines; drawn anew only when one of them has changed, so that a long history costs no more than a short. */
const Part = memo(function Part({ entries, isNewest, announce }: PartProps) {
  return entries.map((entry, index) => (
    <EntryRow
      key={entry.id}
      entry={entry}
      isNewest={isNewest && index === entries.length - 1}
      announce={announce}
    />
  ));
}, isSamePart);

function isSamePart(before: PartProps, after: PartProps): boolean {
  return (
    before.isNewest === after.isNewest &&
    before.announce === after.announce &&
    before.entries.length === after.entries.length &&
    before.entries.every((entry, index) => entry === after.entries[index])
  );
}

function divide(entries: readonly HistoryEntry[]): HistoryEntry[][] {
  const count = Math.ceil(entries.length / PART_LENGTH);
  return Array.from({ length: count }, (_, part) =>
    entries.slice(part * PART_LENGTH, (part + 1) * PART_LENGTH),
  );
}

function moveBetweenLines(event: KeyboardEvent<HTMLOListElement>): void {
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
  const line = (event.target as Element).closest('li');
  const next = event.key === 'ArrowUp' ? line?.previousElementSibling : line?.nextElementSibling;
  const button = next?.querySelector('button');
  if (!button) return;
  event.preventDefault();
  button.focus();
}
