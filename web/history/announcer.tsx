import { strings } from '../strings.ts';
import type { HistoryEntry } from './history-entry.ts';
import { describeEntry } from './history-export.ts';

/** Enough that a screen reader finds what it has not read yet. */
const READ_ENTRIES = 5;

interface Props {
  entries: readonly HistoryEntry[];
  /** What came of the last press of a button. */
  notice: string;
}

/** Tells screen readers what was said, once it cannot change any more, and what a button did. */
export function Announcer({ entries, notice }: Props) {
  const recent = entries.slice(-READ_ENTRIES - 1);
  // What the caller typed they know already; a reply is over at the latest when something follows it.
  const settled = recent.filter(
    (entry, index) => entry.kind === 'spoken' && (entry.isFinal || index < recent.length - 1),
  );
  return (
    <>
      <div className="visually-hidden" role="log" aria-label={strings.history.heading}>
        {settled.slice(-READ_ENTRIES).map((entry) => (
          <p key={entry.id}>{describeEntry(entry)}</p>
        ))}
      </div>
      <p className={notice ? 'toast' : 'visually-hidden'} role="status">
        {notice}
      </p>
    </>
  );
}
