import { useIsSpeaking, useLocalParticipant, useTrackToggle } from '@livekit/components-react';
import { Track } from 'livekit-client';

import { strings } from '../strings.ts';
import { MicrophoneIcon } from './icons.tsx';

/** Turns the caller's microphone off and on again; its name says what a press does, its ring that they are heard. */
export function MicrophoneButton() {
  const { enabled, pending, toggle } = useTrackToggle({ source: Track.Source.Microphone });
  const isSpeaking = useIsSpeaking(useLocalParticipant().localParticipant);
  const label = enabled ? strings.buttons.mute : strings.buttons.unmute;
  return (
    <button
      type="button"
      className="button round"
      data-off={!enabled}
      data-speaking={isSpeaking}
      aria-label={label}
      title={label}
      disabled={pending}
      onClick={() => void toggle()}
    >
      <MicrophoneIcon off={!enabled} />
    </button>
  );
}
