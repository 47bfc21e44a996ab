import { EventEmitter } from 'node:events';
import { voice } from '@livekit/agents';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AskedQuestion } from './asked-question.ts';

const QUESTION = 'Shall I transfer you to a person now?'; // 37 letters: about 2.4 s.

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The agent says something, and is heard for a while. */
function hear(said: string, forMs: number, question: string | undefined = QUESTION, speed = 1) {
  const asked = new AskedQuestion({
    getQuestion: () => question,
    getLastSaid: () => said,
    getSpeed: () => speed,
  });
  const audio = new EventEmitter();
  asked.follow(audio as never);
  vi.advanceTimersByTime(10_000); // It is made.
  expect(asked.isHeard()).toBe(false);
  audio.emit(voice.AudioOutput.EVENT_PLAYBACK_STARTED);
  vi.advanceTimersByTime(forMs);
  return asked.isHeard();
}

test('a question is heard at its end, and not before', () => {
  expect(hear(QUESTION, 500)).toBe(false);
  expect(hear(QUESTION, 2_000)).toBe(true);
  expect(hear(QUESTION, 1_000, QUESTION, 2)).toBe(true);
  expect(hear(`Okay, I'll speak slower. ${QUESTION}`, 2_000)).toBe(false);
});

test('what is said before the question, or when nothing is asked, is none', () => {
  expect(hear('I can do that.', 2_000)).toBe(false);
  expect(hear(QUESTION, 2_000, '')).toBe(false);
});
