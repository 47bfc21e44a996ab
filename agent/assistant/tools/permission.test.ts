import type { voice } from '@livekit/agents';
import { expect, test } from 'vitest';
import { en } from '../sentences/en.ts';
import { Permission } from './permission.ts';
import { ToolJob } from './tool-job.ts';

/** What was heard of a speech that the caller has interrupted; all of it without. */
const play = (heard?: string) =>
  ({
    done: () => true,
    interrupted: heard !== undefined,
    chatItems: [{ type: 'message', textContent: heard }],
  }) as unknown as voice.SpeechHandle;

function ask(heard?: string) {
  const tool = { name: 'hang_up', question: () => en.mayIHangUp };
  const job = new ToolJob({ id: '1', tool: tool as never, args: {}, key: '1', turn: 1 });
  job.state = 'asking';
  const session = { say: () => play(heard) };
  const permission = new Permission({ session, speaker: { language: 'en', sentences: en } } as never);
  permission.ask(job);
  return { permission, job };
}

test('a yes counts once most of the question was heard', () => {
  expect(ask().permission.hear('Yes.')).toBeDefined();
  expect(ask('Shall I hang up').permission.hear('Yes.')).toBeDefined();
  const { permission, job } = ask('Shall I');
  expect(permission.hear('Yes.')).toBeUndefined();
  expect(job.state).toBe('declined');
});

test.each([
  ['Shall I hang up now?', undefined, true],
  ["Okay, I'll speak slower. Shall I hang up now?", undefined, true],
  ["Okay, I'll speak slower. Shall I hang up now?", "Okay, I'll speak slower. Shall I hang", true],
  ["Okay, I'll speak slower. Shall I hang up now?", "Okay, I'll speak slower. Shall", false],
  ['We open at nine.', undefined, false],
])('said again: “%s”, of which was heard “%s”', (words, heard, allowed) => {
  const { permission, job } = ask('Shall');
  permission.sayAgain(words, play(heard));
  expect(permission.hear('Yes.')).toBe(allowed ? job : undefined);
});
