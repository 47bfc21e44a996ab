import { useMediaDeviceSelect, useSessionContext } from '@livekit/components-react';
import { supportsAudioOutputSelection } from 'livekit-client';
import { useId, useState } from 'react';

import { strings } from '../strings.ts';
import { DeviceSelect } from './device-select.tsx';
import { changeSettings, useSettings } from './settings.ts';
import { playTestSound } from './test-sound.ts';

const { sound } = strings;
const VOLUME_STEP = 0.05;

/** Where the agent is heard and how loud, with a sound to try it. */
export function SpeakerChoice() {
  const { speakerId, volume } = useSettings();
  const { room } = useSessionContext();
  const { devices, setActiveMediaDevice } = useMediaDeviceSelect({ kind: 'audiooutput', room });
  const [isPlaying, setPlaying] = useState(false);
  const volumeId = useId();

  const play = () => {
    setPlaying(true);
    void playTestSound(speakerId, volume)
      .catch(() => {
        changeSettings({ speakerId: undefined }); // That speaker is gone; the system's plays.
      })
      .finally(() => {
        setPlaying(false);
      });
  };
  return (
    <div className="group">
      {supportsAudioOutputSelection() ? (
        <DeviceSelect
          label={sound.speaker}
          devices={devices}
          chosenId={speakerId}
          onChoose={(id) => {
            changeSettings({ speakerId: id });
            void setActiveMediaDevice(id ?? 'default');
          }}
        />
      ) : (
        <p className="aside">{sound.speakerFixed}</p>
      )}
      <button type="button" className="button small" disabled={isPlaying} onClick={play}>
        {sound.testSpeaker}
      </button>
      <label htmlFor={volumeId}>{sound.volume}</label>
      <input
        id={volumeId}
        type="range"
        min={0}
        max={1}
        step={VOLUME_STEP}
        value={volume}
        onChange={({ target }) => {
          changeSettings({ volume: target.valueAsNumber });
        }}
      />
    </div>
  );
}
