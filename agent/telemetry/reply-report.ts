import { voice } from '@livekit/agents';
import type { llm } from '@livekit/agents';
import { sendToRoom } from './room-message.ts';
import type { Sender } from './room-message.ts';

/** Data messages with this topic carry a {@link ReplyEnd} as JSON, one for each thing the agent has said. */
export const REPLY_TOPIC = 'parley.reply';

/** The end of something that the agent said. */
export interface ReplyEnd {
  version: 1;
  /** What was heard of it; empty when the caller interrupted its first word. */
  heard: string;
  interrupted: boolean;
}

/**
 * Tells the page how much of each reply was heard, and whether the caller interrupted it: the transcript that goes with
 * the voice runs a word ahead, and does not say why it ends.
 *
 * @param getSender - asked for each message.
 */
export function reportReplies(session: voice.AgentSession, getSender: () => Sender): void {
  const send = (heard: string, interrupted: boolean) => {
    sendToRoom(getSender(), REPLY_TOPIC, { version: 1, heard, interrupted } satisfies ReplyEnd);
  };
  const { ConversationItemAdded, SpeechCreated } = voice.AgentSessionEventTypes;
  session.on(ConversationItemAdded, ({ item }) => {
    if (isReply(item)) send(item.textContent ?? '', item.interrupted);
  });
  session.on(SpeechCreated, ({ speechHandle }) => {
    speechHandle.addDoneCallback(() => {
      // A speculation that was never given is interrupted as well; it was not scheduled.
      const { interrupted, scheduled, chatItems } = speechHandle;
      if (interrupted && scheduled && !chatItems.some(isReply)) send('', true);
    });
  });
}

function isReply(item: llm.ChatItem): item is llm.ChatMessage {
  return item.type === 'message' && item.role === 'assistant';
}
