import type { ReceivedChatMessage, TextStreamData } from '@livekit/components-react';
import type { HistoryNews, ReplyEnd, Source } from './history-entry.ts';

const toolStates = ['asking', 'running', 'done', 'failed', 'cancelled', 'declined'] as const;

/** What can be opened without harm; a page of another scheme could run code. */
const LINK = /^(https?|mailto|tel):/i;

/** What was said, from the text streams of the topic `lk.transcription`. */
export function readSpeech(streams: readonly TextStreamData[], callerIdentity: string): HistoryNews[] {
  return streams.flatMap(({ text, participantInfo, streamInfo }): HistoryNews[] => {
    if (!text.trim()) return [];
    const speaker = participantInfo.identity === callerIdentity ? 'caller' : 'agent';
    const id = streamInfo.attributes?.['lk.segment_id'] ?? streamInfo.id;
    // The agent's words are as they are, but there may be more of them; `parley.reply` tells when there are not.
    const isFinal = speaker === 'caller' && streamInfo.attributes?.['lk.transcription_final'] === 'true';
    return [{ kind: 'spoken', id, speaker, text: text.trim(), isFinal }];
  });
}

/** What was typed, from the text streams of the topic `lk.chat`. */
export function readChat(messages: readonly ReceivedChatMessage[]): HistoryNews[] {
  return messages.flatMap(({ id, message, from }): HistoryNews[] => {
    if (!message.trim()) return [];
    return [{ kind: 'typed', id: id, speaker: from?.isLocal ? 'caller' : 'agent', text: message.trim() }];
  });
}

/** @returns undefined for a message of the topic `parley.tool` that this page does not understand. */
export function readToolUse(payload: Uint8Array): HistoryNews | undefined {
  const { id, name, state, durationMs } = readMessage(payload);
  const known = toolStates.find((each) => each === state);
  if (typeof id !== 'string' || typeof name !== 'string' || !known) return undefined;
  const duration = typeof durationMs === 'number' && Number.isFinite(durationMs) ? durationMs : undefined;
  return { kind: 'tool', id, name, state: known, durationMs: duration };
}

/** @returns undefined for a message of the topic `parley.note` that this page does not understand, or would not open. */
export function readNote(payload: Uint8Array): HistoryNews | undefined {
  const { id, text, url } = readMessage(payload);
  if (typeof id !== 'string' || typeof text !== 'string' || !text.trim()) return undefined;
  if (url === undefined) return { kind: 'note', id, text: text.trim(), url: undefined };
  return typeof url === 'string' && LINK.test(url) ? { kind: 'note', id, text: text.trim(), url } : undefined;
}

/** @returns undefined for a message of the topic `parley.reply` that this page does not understand. */
export function readReplyEnd(payload: Uint8Array): ReplyEnd | undefined {
  const { heard, interrupted, sources } = readMessage(payload);
  if (typeof heard !== 'string' || typeof interrupted !== 'boolean') return undefined;
  return { heard, interrupted, sources: Array.isArray(sources) ? sources.flatMap(readSource) : [] };
}

function readSource(source: unknown): Source[] {
  const { file, heading, page } = { ...(source as object | undefined) } as Record<string, unknown>;
  if (typeof file !== 'string') return [];
  return [
    {
      file,
      heading: typeof heading === 'string' ? heading : undefined,
      page: typeof page === 'number' && Number.isInteger(page) ? page : undefined,
    },
  ];
}

/** Empty for what is no message of version 1: anyone in the room can send anything. */
function readMessage(payload: Uint8Array): Record<string, unknown> {
  try {
    const message = JSON.parse(new TextDecoder().decode(payload)) as unknown;
    const isKnown =
      typeof message === 'object' && message !== null && 'version' in message && message.version === 1;
    return isKnown ? { ...message } : {};
  } catch {
    return {};
  }
}
