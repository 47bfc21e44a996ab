import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import type { DocumentSearch } from './document-search.ts';
import { readQuery, writeAnswer } from './search-message.ts';

/** Answers what the processes of calls search for. Must be called before the worker starts any. */
export function answerSearches(search: DocumentSearch): void {
  subscribe('child_process', (message) => {
    const { process: child } = message as { process: ChildProcess };
    child.on('message', (content) => {
      const query = readQuery(content);
      if (!query) return;
      const { id, ...asked } = query;
      void search.search(asked).then((passages) => {
        if (child.connected) child.send(writeAnswer(id, passages), () => undefined); // A call may have ended meanwhile.
      });
    });
  });
}
