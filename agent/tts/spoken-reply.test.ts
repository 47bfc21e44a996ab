import { EventEmitter } from 'node:events';
import { voice } from '@livekit/agents';
import { expect, test } from 'vitest';
import { cutTranscripts, SpokenReplies } from './spoken-reply.ts';

const FIRST = 'There once was a farmer who had seven goats.';
const SECOND = 'Every morning he counted them at the gate.';
const STORY = `${FIRST} ${SECOND}`;

function tell() {
  const replies = new SpokenReplies();
  const reply = replies.begin();
  reply.begin(FIRST);
  reply.count(1500);
  reply.count(1500);
  return { replies, reply };
}

test('what is written ahead of a voice that waits for its server was not heard', () => {
  const { replies, reply } = tell();
  expect(replies.cut(STORY, 3000)).toBe(FIRST);
  reply.begin(SECOND);
  expect(replies.cut(STORY, 3000)).toBe(FIRST);
  reply.count(100);
  expect(replies.cut(STORY, 3100)).toBe(FIRST);
  reply.count(1400);
  expect(replies.cut(STORY, 4500)).toBe(`${FIRST} Every morning he counted`);
});

test('of a piece that was made, its words were heard as far as its audio was', () => {
  const { replies, reply } = tell();
  reply.begin(SECOND);
  reply.count(3000);
  reply.end();
  expect(replies.cut(STORY, 0)).toBe('');
  expect(replies.cut(STORY, 1500)).toBe('There once was a farmer');
  expect(replies.cut(STORY, 4500)).toBe(`${FIRST} Every morning he counted`);
  expect(replies.cut(STORY, 5950)).toBe(STORY);
  expect(replies.cut('There once', 4500)).toBe('There once');
});

test('of what a server has failed to say nothing was heard; of the rest, all, unless it was interrupted', () => {
  const { replies, reply } = tell();
  reply.begin(SECOND);
  const audio = new EventEmitter();
  cutTranscripts(audio as unknown as voice.AudioOutput, replies);
  const finish = (
    synchronizedTranscript: string | undefined,
    playbackPosition: number,
    interrupted: boolean,
  ) => {
    const event = { synchronizedTranscript, playbackPosition, interrupted };
    audio.emit(voice.AudioOutput.EVENT_PLAYBACK_FINISHED, event);
    return { heard: event.synchronizedTranscript, interrupted: event.interrupted };
  };
  expect(finish(STORY, 2.9, false)).toEqual({ heard: FIRST, interrupted: true });
  reply.count(3000);
  reply.end();
  expect(finish(STORY, 5, false)).toEqual({ heard: STORY, interrupted: false });
  expect(finish(STORY, 4.5, true)).toEqual({ heard: `${FIRST} Every morning he counted`, interrupted: true });
  expect(finish(undefined, 1, true)).toEqual({ heard: undefined, interrupted: true });
});

test('a transcript is cut by the audio of its own reply, in spite of Markdown; one that nobody knows is left as it is', () => {
  const { replies } = tell();
  replies.begin().begin('You can park behind the house.');
  expect(replies.cut(`**There** once was a farmer who had seven goats. ${SECOND}`, 3000)).toBe(
    '**There** once was a farmer who had seven goats.',
  );
  expect(replies.cut('Are you still there?', 10)).toBe('Are you still there?');
  expect(replies.cut('', 10)).toBe('');
});
