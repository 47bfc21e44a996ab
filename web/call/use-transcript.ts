import { useSessionContext, useTranscriptions } from '@livekit/components-react';
import { ConnectionState } from 'livekit-client';
import { useMemo, useState } from 'react';

/** One utterance, as far as it is known. */
export interface TranscriptEntry {
  id: string;
  speaker: 'caller' | 'agent';
  text: string;
  /** False while speech to text may still change its mind; the agent's own words are as they are. */
  isFinal: boolean;
}

/** What both sides said in this call, in order of appearance; after the call it stays until the next one. */
export function useTranscript(): TranscriptEntry[] {
  const { room, connectionState } = useSessionContext();
  const streams = useTranscriptions({ room });
  const callerIdentity = room.localParticipant.identity;

  const current = useMemo(
    () =>
      streams
        .map(({ text, participantInfo, streamInfo }): TranscriptEntry => {
          const speaker = participantInfo.identity === callerIdentity ? 'caller' : 'agent';
          const isFinal = speaker === 'agent' || streamInfo.attributes?.['lk.transcription_final'] === 'true';
          return {
            id: streamInfo.attributes?.['lk.segment_id'] ?? streamInfo.id,
            speaker,
            text: text.trim(),
            isFinal,
          };
        })
        .filter(({ text }) => text),
    [streams, callerIdentity],
  );

  // The hook forgets its streams when the room closes; the caller wants to read on.
  const [kept, setKept] = useState(current);
  if (connectionState !== ConnectionState.Disconnected && kept !== current) setKept(current);
  return kept;
}
