import { memo } from 'react';

import { CopyIcon, ToolIcon } from '../call/icons.tsx';
import { strings } from '../strings.ts';
import { copyText } from './copy-text.ts';
import type { HistoryEntry, NoteEntry, SpokenEntry, ToolEntry, TypedEntry } from './history-entry.ts';
import { describeEntry, describeSources } from './history-export.ts';
import { formatClockTime } from './moment.ts';

interface Props {
  entry: HistoryEntry;
  /** The one line that the Tab key stops at. */
  isNewest: boolean;
  announce: (notice: string) => void;
}

/** One line of the history; drawn anew only when it changes. */
export const EntryRow = memo(function EntryRow({ entry, isNewest, announce }: Props) {
  return (
    <li
      className="entry"
      data-kind={entry.kind}
      data-speaker={entry.kind === 'tool' || entry.kind === 'note' ? 'agent' : entry.speaker}
    >
      <EntryBody entry={entry} />
      <button
        type="button"
        className="icon-button copy"
        tabIndex={isNewest ? 0 : -1}
        aria-label={strings.history.copy}
        title={strings.history.copy}
        onClick={() => void copyText(describeEntry(entry)).then(announce)}
      >
        <CopyIcon />
      </button>
    </li>
  );
});

function EntryBody({ entry }: { entry: HistoryEntry }) {
  if (entry.kind === 'tool') return <ToolCard entry={entry} />;
  return entry.kind === 'note' ? <Note entry={entry} /> : <Message entry={entry} />;
}

/** Text as it is, never as HTML. */
function Note({ entry: { text, url, atMs } }: { entry: NoteEntry }) {
  return (
    <div className="message note">
      <div className="meta">
        <span className="speaker">{strings.history.speakers.agent}</span>
        <span>{strings.history.sent}</span>
        <Clock atMs={atMs} />
      </div>
      <p dir="auto">{text}</p>
      {url && (
        <a href={url} target="_blank" rel="noopener noreferrer">
          {url}
        </a>
      )}
    </div>
  );
}

function Message({ entry }: { entry: SpokenEntry | TypedEntry }) {
  const isInterim = entry.kind === 'spoken' && entry.speaker === 'caller' && !entry.isFinal;
  const isInterrupted = entry.kind === 'spoken' && entry.isInterrupted;
  return (
    <div className="message" data-interim={isInterim}>
      <div className="meta">
        <span className="speaker">{strings.history.speakers[entry.speaker]}</span>
        {entry.kind === 'typed' && <span>{strings.history.typed}</span>}
        <Clock atMs={entry.atMs} />
      </div>
      <p dir="auto">{entry.text}</p>
      {isInterrupted && <p className="cut">{strings.history.interrupted}</p>}
      {entry.kind === 'spoken' && entry.sources && (
        <p className="sources" dir="auto">
          {describeSources(entry.sources)}
        </p>
      )}
    </div>
  );
}

function ToolCard({ entry }: { entry: ToolEntry }) {
  const { toolStates, took } = strings.history;
  return (
    <div className="tool" data-state={entry.state}>
      <ToolIcon />
      <code>{entry.name}</code>
      <span className="tool-state">{toolStates[entry.state]}</span>
      {entry.durationMs !== undefined && <span>{took(entry.durationMs)}</span>}
      <Clock atMs={entry.atMs} />
    </div>
  );
}

function Clock({ atMs }: { atMs: number }) {
  return <time dateTime={new Date(atMs).toISOString()}>{formatClockTime(atMs, 'minutes')}</time>;
}
