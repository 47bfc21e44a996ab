import { expect, test } from 'vitest';
import { addNews, endReply } from './history-entry.ts';
import type { HistoryEntry, HistoryNews } from './history-entry.ts';

type SpokenNews = Extract<HistoryNews, { kind: 'spoken' }>;

const greeting: SpokenNews = {
  kind: 'spoken',
  id: 'a',
  speaker: 'agent',
  text: 'Hello, how can I help',
  isFinal: false,
};
const question: SpokenNews = { kind: 'spoken', id: 'c', speaker: 'caller', text: 'When', isFinal: false };

function listTexts(entries: readonly HistoryEntry[]): string[] {
  return entries.map((entry) => (entry.kind === 'tool' ? entry.name : entry.text));
}

test('things stand in the order in which they were first heard of, each once, with the newest text', () => {
  const first = addNews([], [greeting, question], 1000);
  const typed: HistoryNews = { kind: 'typed', id: 't', speaker: 'caller', text: 'Hi' };
  const second = addNews(
    first,
    [greeting, { ...question, text: 'When do you open?', isFinal: true }, typed],
    2000,
  );
  expect(second.map(({ id, atMs }) => [id, atMs])).toEqual([
    ['a', 1000],
    ['c', 1000],
    ['t', 2000],
  ]);
  expect(listTexts(second)).toEqual(['Hello, how can I help', 'When do you open?', 'Hi']);
});

test('what the caller said and was not taken for a turn moves to where they go on', () => {
  const entries = addNews([], [{ ...question, text: 'Mm-hm' }, greeting], 1000);
  const later = addNews(entries, [{ ...question, text: 'When do you open?', isFinal: true }], 5000);
  expect(listTexts(later)).toEqual(['Hello, how can I help', 'When do you open?']);
  expect(later[1]?.atMs).toBe(5000);
});

test('what does not change stays the same object, so that it is not drawn again', () => {
  const entries = addNews([], [greeting, question], 1000);
  expect(addNews(entries, [greeting, question], 2000)).toBe(entries);
  const later = addNews(entries, [greeting, { ...question, text: 'When do' }], 2000);
  expect(later[0]).toBe(entries[0]);
  expect(later[1]).not.toBe(entries[1]);
});

test('of ten thousand entries one new word changes one', () => {
  const entries = Array.from({ length: 10_000 }, (_, index): HistoryEntry => ({
    ...question,
    id: `${index}`,
    atMs: 1000,
    isInterrupted: false,
  }));
  const news = [
    { ...question, id: '9998' },
    { ...question, id: '9999', text: 'When do' },
  ];
  const changed = addNews(entries, news, 2000);
  expect(changed.filter((entry, index) => entry !== entries[index])).toHaveLength(1);
});

test('a tool is one entry from its start to its end', () => {
  const running: HistoryNews = {
    kind: 'tool',
    id: '1',
    name: 'look_up',
    state: 'running',
    durationMs: undefined,
  };
  const entries = addNews(
    addNews([], [running], 1000),
    [{ ...running, state: 'done', durationMs: 90 }],
    1090,
  );
  expect(entries).toEqual([{ ...running, atMs: 1000, state: 'done', durationMs: 90 }]);
});

test('an interrupted reply shows only what was heard of it, whatever comes late', () => {
  const entries = addNews([], [greeting, question], 1000);
  const cut = endReply(entries, { heard: 'Hello, how ', interrupted: true, sources: [] });
  expect(cut[0]).toMatchObject({ text: 'Hello, how', isFinal: true, isInterrupted: true });
  expect(cut[1]).toBe(entries[1]);
  expect(addNews(cut, [{ ...greeting, text: 'Hello, how can I help you?' }], 2000)[0]).toBe(cut[0]);
});

test('a reply that was interrupted in its first word keeps the word', () => {
  const cut = endReply(addNews([], [greeting], 1000), { heard: '', interrupted: true, sources: [] });
  expect(cut[0]).toMatchObject({ text: 'Hello, how can I help', isInterrupted: true });
});

test('a reply that was heard to its end is settled, and its last words may come after that', () => {
  const settled = endReply(addNews([], [greeting], 1000), {
    heard: 'Hello',
    interrupted: false,
    sources: [],
  });
  const [entry] = addNews(settled, [{ ...greeting, text: 'Hello, how can I help you?' }], 2000);
  expect(entry).toMatchObject({ text: 'Hello, how can I help you?', isFinal: true, isInterrupted: false });
});

test('a reply is kept with the documents that it comes from', () => {
  const sources = [{ file: 'cafe.md', heading: 'Opening hours', page: undefined }];
  const entries = addNews([], [greeting], 1000);
  const [entry] = endReply(entries, { heard: 'Hello', interrupted: false, sources });
  expect(entry).toMatchObject({ sources });
});

test('an end marks no reply but the one that is being given', () => {
  const settled = endReply(addNews([], [greeting], 1000), {
    heard: 'Hello',
    interrupted: false,
    sources: [],
  });
  expect(endReply(settled, { heard: '', interrupted: true, sources: [] })).toBe(settled);
  expect(endReply([], { heard: 'x', interrupted: true, sources: [] })).toEqual([]);
  const entries = addNews([], [greeting], 1000);
  expect(endReply(entries, { heard: 'We are open', interrupted: true, sources: [] })).toBe(entries);
});
