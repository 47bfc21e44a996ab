import { useChat, useDataChannel, useSessionContext, useTranscriptions } from '@livekit/components-react';
import { ConnectionState, type Participant, RoomEvent } from 'livekit-client';
import { useCallback, useEffect, useReducer, useRef } from 'react';

import { type HistoryEntry, type HistoryNews, type ReplyEnd, addNews, endReply } from './history-entry.ts';
import { type History, keepHistory, takeKeptHistory } from './kept-history.ts';
import { readChat, readNote, readReplyEnd, readSpeech, readToolUse } from './room-news.ts';
import { sendTyped } from './typed-message.ts';

type Action = { joined: string } | { news: HistoryNews[]; nowMs: number } | { ended: ReplyEnd };

interface Message {
  payload: Uint8Array;
  from?: Participant;
}

/**
 * What happened in this call, in order of appearance: said, typed, done. After the call it stays until the next one is
 * connected, and a reload in the middle of a call does not lose it.
 *
 * @returns also what sends a typed message; it rejects when there is no connection, or no agent that confirms it.
 */
export function useHistory(): { entries: readonly HistoryEntry[]; send: (text: string) => Promise<unknown> } {
  const { room } = useSessionContext();
  const [history, dispatch] = useReducer(reduceHistory, undefined, takeKeptHistory);
  const streams = useTranscriptions({ room });
  const { chatMessages, send: sendChat } = useChat();
  const send = useCallback((text: string) => sendTyped(room, text, sendChat), [room, sendChat]);

  const readStreams = useRef(streams);
  useEffect(() => {
    // Each has its place, and stays the same object until there are more words of it.
    const unread = streams.filter((stream, index) => stream !== readStreams.current[index]);
    readStreams.current = streams;
    dispatch({ news: readSpeech(unread, room.localParticipant.identity), nowMs: Date.now() });
  }, [streams, room]);
  useEffect(() => {
    dispatch({ news: readChat(chatMessages), nowMs: Date.now() });
  }, [chatMessages]);
  const takeToolUse = useCallback(({ payload, from }: Message) => {
    const use = from?.isAgent ? readToolUse(payload) : undefined;
    if (use) dispatch({ news: [use], nowMs: Date.now() });
  }, []);
  const takeNote = useCallback(({ payload, from }: Message) => {
    const note = from?.isAgent ? readNote(payload) : undefined;
    if (note) dispatch({ news: [note], nowMs: Date.now() });
  }, []);
  const takeReplyEnd = useCallback(({ payload, from }: Message) => {
    const ended = from?.isAgent ? readReplyEnd(payload) : undefined;
    if (ended) dispatch({ ended });
  }, []);
  useDataChannel('parley.tool', takeToolUse);
  useDataChannel('parley.note', takeNote);
  useDataChannel('parley.reply', takeReplyEnd);

  useEffect(() => {
    const join = () => {
      dispatch({ joined: room.name });
    };
    if (room.state === ConnectionState.Connected) join();
    room.on(RoomEvent.Connected, join);
    return () => {
      room.off(RoomEvent.Connected, join);
    };
  }, [room]);
  useEffect(() => {
    const keep = () => {
      if (room.state !== ConnectionState.Disconnected) keepHistory(history);
    };
    window.addEventListener('pagehide', keep);
    return () => {
      window.removeEventListener('pagehide', keep);
    };
  }, [room, history]);
  return { entries: history.entries, send };
}

function reduceHistory(history: History, action: Action): History {
  if ('joined' in action)
    return action.joined === history.room ? history : { room: action.joined, entries: [] };
  const entries =
    'news' in action
      ? addNews(history.entries, action.news, action.nowMs)
      : endReply(history.entries, action.ended);
  return entries === history.entries ? history : { ...history, entries };
}
