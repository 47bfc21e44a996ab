import { voice } from '@livekit/agents';
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
  /** The documents that its words come from, where they come from any. */
  sources?: readonly ReplySource[];
}

/** Where in the documents something stands: a file, in it a heading or a page, from 1. */
export interface ReplySource {
  file: string;
  heading?: string;
  page?: number;
}

interface ReplyReportOptions {
  /** Asked for each message. */
  getSender: () => Sender;
  /** The documents that words of the reply that was given last come from. */
  findSources: (heard: string) => readonly ReplySource[];
}

/**
 * Tells the page how much of each reply was heard, and whether the caller interrupted it: the transcript that goes with
 * the voice runs a word ahead, and does not say why it ends.
 *
 * @param audio - the voice of a session that has been started.
 */
export function reportReplies(
  audio: Pick<voice.AudioOutput, 'on'>,
  { getSender, findSources }: ReplyReportOptions,
): void {
  audio.on(
    voice.AudioOutput.EVENT_PLAYBACK_FINISHED,
    ({ synchronizedTranscript: heard, interrupted }: voice.PlaybackFinishedEvent) => {
      if (heard === undefined) return; // Sound without words.
      const sources = findSources(heard);
      const end: ReplyEnd = { version: 1, heard, interrupted, ...(sources.length > 0 && { sources }) };
      sendToRoom(getSender(), REPLY_TOPIC, end);
    },
  );
}
