import { useRef, useState } from 'react';

import { strings } from '../strings.ts';
import { SlidersIcon } from './icons.tsx';
import { MicrophoneChoice } from './microphone-choice.tsx';
import { changeSettings, useSettings } from './settings.ts';
import { SpeakerChoice } from './speaker-choice.tsx';

const { sound } = strings;

/** A button that opens the choice of microphone, speaker, volume and way of talking, before a call or during it. */
export function SoundSettings() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="button round"
        aria-label={sound.open}
        title={sound.open}
        onClick={() => {
          setOpen(true);
          dialog.current?.showModal();
        }}
      >
        <SlidersIcon />
      </button>
      <dialog
        ref={dialog}
        className="sound-settings"
        aria-labelledby="sound-heading"
        onClose={() => {
          setOpen(false);
        }}
      >
        <form method="dialog">
          <h2 id="sound-heading">{sound.heading}</h2>
          {isOpen && (
            <>
              <MicrophoneChoice />
              <SpeakerChoice />
              <TalkingChoice />
            </>
          )}
          <button className="button primary">{sound.close}</button>
        </form>
      </dialog>
    </>
  );
}

function TalkingChoice() {
  const { pushToTalk } = useSettings();
  return (
    <div className="group">
      <label className="switch">
        <input
          type="checkbox"
          checked={pushToTalk}
          aria-describedby="push-to-talk-hint"
          onChange={({ target }) => {
            changeSettings({ pushToTalk: target.checked });
          }}
        />
        {sound.pushToTalk}
      </label>
      <p id="push-to-talk-hint" className="aside">
        {sound.pushToTalkHint}
      </p>
    </div>
  );
}
