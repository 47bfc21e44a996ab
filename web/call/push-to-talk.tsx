import { useLocalParticipant } from '@livekit/components-react';
import { useCallback, useEffect, useState } from 'react';

import { strings } from '../strings.ts';
import { MicrophoneIcon } from './icons.tsx';

/** Where the space bar has a meaning of its own. */
const OWN_SPACE = 'input, textarea, select, button, summary, dialog, [contenteditable]';

/** Opens the microphone while it is held, by pointer or key, and while the space bar is held anywhere on the page. */
export function PushToTalk() {
  const { isHeld, hold, release } = useHeldMicrophone();
  useSpaceBar(hold, release);
  return (
    <button
      type="button"
      className="button talk"
      aria-pressed={isHeld}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        hold();
      }}
      onPointerUp={release}
      onPointerCancel={release}
      onKeyDown={({ key }) => {
        if (key === ' ' || key === 'Enter') hold();
      }}
      onKeyUp={release}
      onBlur={release}
      onContextMenu={(event) => {
        event.preventDefault(); // What a long touch would open.
      }}
    >
      <MicrophoneIcon off={!isHeld} />
      {strings.buttons.talk}
    </button>
  );
}

/** The microphone is closed from the start. It stays so when push-to-talk is switched off: its owner opens it. */
function useHeldMicrophone() {
  const { localParticipant } = useLocalParticipant();
  const [isHeld, setHeld] = useState(false);
  const open = useCallback(
    (isOpen: boolean) => {
      setHeld(isOpen);
      void localParticipant.setMicrophoneEnabled(isOpen);
    },
    [localParticipant],
  );
  useEffect(() => {
    void localParticipant.setMicrophoneEnabled(false);
  }, [localParticipant]);
  const hold = useCallback(() => {
    open(true);
  }, [open]);
  const release = useCallback(() => {
    open(false);
  }, [open]);
  return { isHeld, hold, release };
}

function useSpaceBar(hold: () => void, release: () => void): void {
  useEffect(() => {
    const isOurs = ({ code, target }: KeyboardEvent) =>
      code === 'Space' && !(target instanceof Element && target.closest(OWN_SPACE));
    const press = (event: KeyboardEvent) => {
      if (!isOurs(event)) return;
      event.preventDefault(); // It would scroll the page.
      if (!event.repeat) hold();
    };
    const lift = (event: KeyboardEvent) => {
      if (isOurs(event)) release();
    };
    window.addEventListener('keydown', press);
    window.addEventListener('keyup', lift);
    window.addEventListener('blur', release);
    return () => {
      window.removeEventListener('keydown', press);
      window.removeEventListener('keyup', lift);
      window.removeEventListener('blur', release);
    };
  }, [hold, release]);
}
