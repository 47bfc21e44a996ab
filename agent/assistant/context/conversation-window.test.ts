import { llm } from '@livekit/agents';
import { expect, test } from 'vitest';
import { ConversationWindow } from './conversation-window.ts';
import { readText } from './message-window.ts';
import { TokenCounter } from './token-count.ts';

const options = { keepMessages: 10, summarizeAt: 15, dropAfter: 30, maxTokens: 900 };

const say = (role: 'user' | 'assistant' | 'system', content: string) =>
  llm.ChatMessage.create({ role, content });

test('instructions that are longer than all may be leave the last messages, whole', () => {
  const window = new ConversationWindow({
    summarizer: undefined as never, // Nothing is summed up in here.
    counter: new TokenCounter(),
    log: () => undefined,
  });
  const said = Array.from({ length: 20 }, (_, turn) => [
    say('user', `Question ${turn}: ${'why '.repeat(20)}`),
    say('assistant', `Answer ${turn}: ${'because '.repeat(20)}`),
  ]).flat();
  const conversation = [say('system', 'Be brief. '.repeat(500)), ...said, say('user', 'And why is that so?')];
  const sent = window.shape(new llm.ChatContext(conversation), options).items.map(readText);
  expect(sent.length).toBeGreaterThan(6);
  expect(sent.slice(1)).toEqual(conversation.slice(1 - sent.length).map(readText));
});
