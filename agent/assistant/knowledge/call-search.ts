import type { Passage } from '../../../documents/passages.ts';
import { readAnswer, writeQuery } from './search-message.ts';
import type { SearchQuery } from './search-message.ts';

/**
 * A search takes a few milliseconds. A process that is just starting a call hears of its answer late, and a reply
 * without its documents would be a wrong one; past this, the reply goes out without.
 */
const MAX_WAIT_MS = 1000;

/** Finds passages; resolves with undefined where nobody answers in time. */
export type Search = (query: SearchQuery) => Promise<Passage[] | undefined>;

/** What a process has of the channel to the one that started it. */
type Channel = Pick<NodeJS.Process, 'send' | 'on'>;

/**
 * Searches from the process of a call: the worker holds the documents. After a search that is not answered in time,
 * none is waited for until an answer comes.
 */
export function connectSearch(channel: Channel = process, maxWaitMs = MAX_WAIT_MS): Search {
  const waiting = new Map<number, (passages: Passage[] | undefined) => void>();
  let lastId = 0;
  let isAnswered = true;
  channel.on('message', (message: unknown) => {
    const answer = readAnswer(message);
    if (!answer) return;
    isAnswered = true;
    waiting.get(answer.id)?.(answer.passages);
    waiting.delete(answer.id);
  });
  return (query) => {
    const id = ++lastId;
    channel.send?.(writeQuery(id, query));
    if (!isAnswered || !channel.send) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        isAnswered = false;
        waiting.delete(id);
        resolve(undefined);
      }, maxWaitMs);
      waiting.set(id, (passages) => {
        clearTimeout(timer);
        resolve(passages);
      });
    });
  };
}
