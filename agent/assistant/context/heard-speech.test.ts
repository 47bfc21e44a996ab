import { EventEmitter } from 'node:events';
import { llm, voice } from '@livekit/agents';
import { expect, test } from 'vitest';
import { rememberHeard } from './heard-speech.ts';

const GREETING = 'Hello, this is Parley. How can I help you?';

/** The two events of an agent that speaks, in the order in which the framework (1.9.0) tells them. */
function speak() {
  const session = new EventEmitter();
  const audio = new EventEmitter();
  rememberHeard(session as never, audio as never);
  const play = (synchronizedTranscript: string | undefined, interrupted = false) =>
    audio.emit(voice.AudioOutput.EVENT_PLAYBACK_FINISHED, { synchronizedTranscript, interrupted });
  const remember = (content: string, interrupted: boolean) => {
    const item = llm.ChatMessage.create({ role: 'assistant', content, interrupted });
    session.emit(voice.AgentSessionEventTypes.ConversationItemAdded, { item });
    return item.textContent;
  };
  return { play, remember };
}

test('of a sentence that was interrupted, what was heard is remembered', () => {
  const { play, remember } = speak();
  play('Hello, this is');
  expect(remember(GREETING, true)).toBe('Hello, this is');
  play(GREETING);
  expect(remember(GREETING, false)).toBe(GREETING);
});

test('of a sentence that was interrupted before its first sound, nothing is', () => {
  const { remember } = speak();
  expect(remember(GREETING, true)).toBe('');
});

test('of a sentence whose speech failed, what was heard is remembered', () => {
  const { play, remember } = speak();
  play('Hello, this is', true);
  expect(remember(GREETING, false)).toBe('Hello, this is');
  play(GREETING);
  expect(remember(GREETING, false)).toBe(GREETING);
});

test('what was heard of one sentence counts for no other', () => {
  const { play, remember } = speak();
  play('One moment, please.');
  expect(remember('Seven is', true)).toBe('Seven is');
  expect(remember(GREETING, true)).toBe('');
});
