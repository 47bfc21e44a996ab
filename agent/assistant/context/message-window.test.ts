import { llm } from '@livekit/agents';
import { expect, test } from 'vitest';
import {
  addNotes,
  countTokens,
  findCut,
  findRoom,
  limitWindow,
  listConversation,
  readText,
  shortenLongest,
} from './message-window.ts';

const options = { keepMessages: 10, summarizeAt: 15, dropAfter: 30, maxTokens: 900 };
const countWords = (text: string) => text.split(/\s+/).filter(Boolean).length;

let clock = 0;
const say = (role: 'user' | 'assistant' | 'system', content: string) =>
  llm.ChatMessage.create({ role, content, id: `${role}-${++clock}`, createdAt: clock });
const use = (callId: string) =>
  llm.FunctionCall.create({ callId, name: 'clock', args: '{}', id: `call-${callId}`, createdAt: ++clock });
const answer = (callId: string, output = 'noon') =>
  llm.FunctionCallOutput.create({ callId, output, isError: false, id: `out-${callId}`, createdAt: ++clock });

/** `turns` questions of 20 words, each answered in 20. */
const talk = (turns: number) =>
  Array.from({ length: turns }, () => [
    say('user', 'why '.repeat(20).trim()),
    say('assistant', 'because '.repeat(20).trim()),
  ]).flat();

const cutAt = (items: llm.ChatItem[], room = options.maxTokens) =>
  limitWindow(items, 0, room, options, countWords);

test('leaves a short conversation alone, and a long one at most as many messages as it may have', () => {
  const plenty = 10_000;
  expect(cutAt(talk(15), plenty)).toBe(0);
  const long = talk(16);
  expect(long.length - cutAt(long, plenty)).toBe(20); // Cut at once, to be left alone for some turns.
});

test('never sends more tokens than it may, and then has room for more turns', () => {
  const items = talk(15); // 25 tokens each.
  const start = cutAt(items, 500);
  expect(countTokens(items.slice(start), countWords)).toBeLessThanOrEqual(375);
  const next = [...items, ...talk(2)];
  expect(limitWindow(next, start, 500, options, countWords)).toBe(start);
});

test('instructions and notes, however long, leave a third for the conversation', () => {
  expect(findRoom(900, 200)).toBe(700);
  expect(findRoom(900, 2000)).toBe(300);
});

test("the caller's last words are sent however long they are, with the tools that were used for them", () => {
  const items = [...talk(4), say('user', 'word '.repeat(2000)), use('a'), answer('a')];
  expect(items.slice(cutAt(items)).map(({ type }) => type)).toEqual([
    'message',
    'function_call',
    'function_call_output',
  ]);
  const [long] = shortenLongest(items.slice(cutAt(items)), 800, countWords);
  expect(countWords(readText(long as llm.ChatItem))).toBeLessThan(300);
});

test('tools and their results are sent together or not at all', () => {
  const items = [
    say('user', 'time?'),
    use('a'),
    say('assistant', 'one moment'),
    answer('a'),
    say('assistant', 'noon'),
  ];
  expect([0, 1, 2, 3, 4, 5].map((from) => findCut(items, from))).toEqual([0, 1, 4, 4, 4, 5]);
  const torn = new llm.ChatContext([say('system', 'x'), answer('gone'), say('user', 'hi'), use('running')]);
  expect(listConversation(torn).map(readText)).toEqual(['hi']);
});

test('messages of which nothing was heard are not sent', () => {
  const context = new llm.ChatContext([say('assistant', ''), say('user', 'hello'), say('assistant', ' ')]);
  expect(listConversation(context).map(readText)).toEqual(['hello']);
});

test('notes come first, and never make two messages of one role in a row', () => {
  const question = say('user', 'and now?');
  expect(addNotes([question], '[notes]').map(readText)).toEqual(['[notes]\nand now?']);
  expect(readText(question)).toBe('and now?'); // What the framework has is not changed.
  const [notes, first] = addNotes([say('assistant', 'well')], '[notes]');
  expect(notes).toMatchObject({ role: 'user', content: ['[notes]'] });
  expect(first).toMatchObject({ role: 'assistant' });
  expect(addNotes([question], '')).toEqual([question]);
});
