import type { TextStreamData } from '@livekit/components-react';
import { expect, test } from 'vitest';
import { readChat, readNote, readReplyEnd, readSpeech, readToolUse } from './room-news.ts';

function stream(identity: string, text: string, attributes: Record<string, string> = {}): TextStreamData {
  const streamInfo = { id: `stream-${text}`, attributes } as unknown as TextStreamData['streamInfo'];
  return { text, participantInfo: { identity }, streamInfo };
}

function encode(message: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(message));
}

test('a transcript is by the caller or by the agent, and one segment is one thing', () => {
  const interim = { 'lk.segment_id': 'S1', 'lk.transcription_final': 'false' };
  const final = { 'lk.segment_id': 'S2', 'lk.transcription_final': 'true' };
  const streams = [
    stream('me', ' When do ', interim),
    stream('me', 'Yes.', final),
    stream('agent', 'Hello', final),
  ];
  expect(readSpeech([...streams, stream('agent', '  ')], 'me')).toEqual([
    { kind: 'spoken', id: 'S1', speaker: 'caller', text: 'When do', isFinal: false },
    { kind: 'spoken', id: 'S2', speaker: 'caller', text: 'Yes.', isFinal: true },
    { kind: 'spoken', id: 'S2', speaker: 'agent', text: 'Hello', isFinal: false },
  ]);
});

test('a note may have a link that can be opened without harm', () => {
  const note = { version: 1, id: '1', text: 'The menu' };
  const read = (url: unknown) => readNote(encode({ ...note, url }));
  expect(readNote(encode(note))).toEqual({ kind: 'note', id: '1', text: 'The menu', url: undefined });
  for (const url of ['https://example.com/menu', 'mailto:a@example.com', 'tel:+4930123456'])
    expect(read(url)).toEqual({ kind: 'note', id: '1', text: 'The menu', url });
  for (const url of [
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    7,
  ])
    expect(read(url)).toBeUndefined();
  expect(readNote(encode({ ...note, text: ' ' }))).toBeUndefined();
});

test('what was typed is by whoever typed it', () => {
  const from = { isLocal: true };
  const messages = [
    { id: '1', message: ' Hi ', from },
    { id: '2', message: 'Hello', from: { isLocal: false } },
    { id: '3', message: '\n', from },
  ] as unknown as Parameters<typeof readChat>[0];
  expect(readChat(messages)).toEqual([
    { kind: 'typed', id: '1', speaker: 'caller', text: 'Hi' },
    { kind: 'typed', id: '2', speaker: 'agent', text: 'Hello' },
  ]);
});

test('a tool and the end of a reply are understood', () => {
  const use = { version: 1, id: '1', name: 'look_up', state: 'done', durationMs: 12, later: true };
  expect(readToolUse(encode(use))).toEqual({
    kind: 'tool',
    id: '1',
    name: 'look_up',
    state: 'done',
    durationMs: 12,
  });
  expect(readReplyEnd(encode({ version: 1, heard: 'Hel', interrupted: true }))).toEqual({
    heard: 'Hel',
    interrupted: true,
    sources: [],
  });
  const sources = [
    { file: 'a.pdf', page: 3 },
    { file: 1 },
    null,
    'b.md',
    { file: 'c.md', heading: 'Hours', page: 'x' },
  ];
  expect(readReplyEnd(encode({ version: 1, heard: '', interrupted: false, sources }))?.sources).toEqual([
    { file: 'a.pdf', heading: undefined, page: 3 },
    { file: 'c.md', heading: 'Hours', page: undefined },
  ]);
});

test.each([
  new TextEncoder().encode('<html>'),
  encode(null),
  encode([]),
  encode({ version: 2, id: '1', name: 'x', state: 'done', heard: '', interrupted: false }),
  encode({ version: 1, id: 1, name: 'x', state: 'done', heard: 1, interrupted: false }),
  encode({ version: 1, id: '1', name: 'x', state: 'odd', heard: '', interrupted: 'yes' }),
])('what is neither of this version nor well-formed is left alone (%#)', (payload) => {
  expect(readToolUse(payload)).toBeUndefined();
  expect(readReplyEnd(payload)).toBeUndefined();
});
