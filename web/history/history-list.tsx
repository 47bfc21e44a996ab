import { type KeyboardEvent, memo } from 'react';

import { strings } from '../strings.ts';
import { EntryRow } from './entry-row.tsx';
import type { HistoryEntry } from './history-entry.ts';

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
          {entries.map((entry, index) => (
            <EntryRow
              key={entry.id}
              entry={entry}
              isNewest={index === entries.length - 1}
              announce={announce}
            />
          ))}
        </ol>
      )}
    </div>
  );
});

function moveBetweenLines(event: KeyboardEvent<HTMLOListElement>): void {
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
  const line = (event.target as Element).closest('li');
  const next = event.key === 'ArrowUp' ? line?.previousElementSibling : line?.nextElementSibling;
  const button = next?.querySelector('button');
  if (!button) return;
  event.preventDefault();
  button.focus();
}
