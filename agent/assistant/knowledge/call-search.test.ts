import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { Passage } from '../../../documents/passages.ts';
import { connectSearch } from './call-search.ts';
import { readQuery, writeAnswer } from './search-message.ts';

const passage: Passage = { file: 'a.md', heading: '', document: 'A', title: 'A', text: 'Text.' };
const query = { folder: 'knowledge', question: 'open?', before: '' };

/** The channel to a worker, which answers when it is told to. */
function createChannel() {
  const asked: number[] = [];
  const channel = Object.assign(new EventEmitter(), {
    send: (message: unknown) => asked.push(readQuery(message)?.id ?? NaN) > 0,
  });
  const answer = (id: number | undefined) => channel.emit('message', writeAnswer(id ?? NaN, [passage]));
  return { asked, answer, search: connectSearch(channel as unknown as NodeJS.Process, 50) };
}

test('an answer belongs to its question, in whatever order they come', async () => {
  const { asked, answer, search } = createChannel();
  const [first, second] = [search(query), search(query)];
  answer(asked[1]);
  answer(asked[0]);
  expect(await first).toEqual([passage]);
  expect(await second).toEqual([passage]);
});

test('a worker that does not answer is waited for once, and again after it has', async () => {
  const { asked, answer, search } = createChannel();
  expect(await search(query)).toBeUndefined();
  const startedMs = performance.now();
  expect(await search(query)).toBeUndefined();
  expect(performance.now() - startedMs).toBeLessThan(40);
  answer(asked[1]);
  const third = search(query);
  answer(asked[2]);
  expect(await third).toEqual([passage]);
});

test('a process that nobody started finds nothing', async () => {
  const channel = Object.assign(new EventEmitter(), { send: undefined });
  expect(await connectSearch(channel as unknown as NodeJS.Process)(query)).toBeUndefined();
});
