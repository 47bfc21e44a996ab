import { useEffect, useState } from 'react';

import { strings } from '../strings.ts';
import { Announcer } from './announcer.tsx';
import { HistoryActions } from './history-actions.tsx';
import type { HistoryEntry } from './history-entry.ts';
import { HistoryList } from './history-list.tsx';
import { MessageInput } from './message-input.tsx';
import { useHistory } from './use-history.ts';

/** How long a word about a pressed button stays in sight. */
const NOTICE_MS = 2500;

const NONE: readonly HistoryEntry[] = [];

interface Props {
  /** A call is being placed: what is known is about the one before it. */
  isFresh: boolean;
  canType: boolean;
}

/** Both sides of the conversation, spoken and typed, with what the agent did for it; and a line to type into. */
export function History({ isFresh, canType }: Props) {
  const { entries, send } = useHistory();
  const [notice, announce] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => {
      announce('');
    }, NOTICE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [notice]);
  const shown = isFresh ? NONE : entries;
  return (
    <div className="history">
      <div className="history-head">
        <h2 id="history-heading">{strings.history.heading}</h2>
        {shown.length > 0 && <HistoryActions entries={shown} announce={announce} />}
      </div>
      <HistoryList entries={shown} announce={announce} />
      {canType && <MessageInput send={send} />}
      <Announcer entries={shown} notice={notice} />
    </div>
  );
}
