import { useTrackToggle } from '@livekit/components-react';
import { Track } from 'livekit-client';

import { strings } from '../strings.ts';
import { MicrophoneIcon } from './icons.tsx';

/** Turns the caller's microphone off and on again; its name says what a press does. */
export function MicrophoneButton() {
  const { enabled, pending, toggle } = useTrackToggle({ source: Track.Source.Microphone });
  const label = enabled ? strings.buttons.mute : strings.buttons.unmute;
  return (
    <button
      type="button"
      className="button round"
      data-off={!enabled}
      aria-label={label}
      title={label}
      disabled={pending}
      onClick={() => void toggle()}
    >
      <MicrophoneIcon off={!enabled} />
    </button>
  );
}
