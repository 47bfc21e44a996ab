import { useMediaDeviceSelect, useSessionContext } from '@livekit/components-react';
import { type LocalAudioTrack, createLocalAudioTrack } from 'livekit-client';
import { useEffect, useState } from 'react';

import { strings } from '../strings.ts';
import { type CallProblem, classifyMicrophoneError } from './call-problem.ts';
import { DeviceSelect } from './device-select.tsx';
import { LevelMeter } from './level-meter.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { changeSettings, useSettings } from './settings.ts';

const { sound } = strings;

/** Which microphone is used, and a bar that shows whether it hears: that of the call, or one opened for the test. */
export function MicrophoneChoice() {
  const { microphoneId } = useSettings();
  const { room, local } = useSessionContext();
  const [isTesting, setTesting] = useState(false);
  const [problem, setProblem] = useState<CallProblem>();
  const inCall = local.microphoneTrack?.publication.track as LocalAudioTrack | undefined;
  const tested = useTestTrack(isTesting && !inCall, microphoneId, setProblem);
  const track = inCall ?? tested;
  // Browsers name devices only after one has been opened: asked again then.
  const { devices, setActiveMediaDevice } = useMediaDeviceSelect({
    kind: 'audioinput',
    room,
    requestPermissions: track !== undefined,
  });
  return (
    <div className="group">
      <DeviceSelect
        label={sound.microphone}
        devices={devices}
        chosenId={microphoneId}
        onChoose={(id) => {
          changeSettings({ microphoneId: id });
          void setActiveMediaDevice(id ?? 'default');
        }}
      />
      {track ? (
        <>
          <LevelMeter track={track} />
          <p className="aside">{sound.testHint}</p>
        </>
      ) : (
        <button
          type="button"
          className="button small"
          onClick={() => {
            setProblem(undefined);
            setTesting(true);
          }}
        >
          {sound.testMicrophone}
        </button>
      )}
      {problem && <ProblemNotice problem={problem} />}
    </div>
  );
}

/** A microphone that is open while `isWanted`, and heard by nobody but this page. */
function useTestTrack(
  isWanted: boolean,
  deviceId: string | undefined,
  onProblem: (problem: CallProblem) => void,
): LocalAudioTrack | undefined {
  const [track, setTrack] = useState<LocalAudioTrack>();
  useEffect(() => {
    if (!isWanted) return undefined;
    let isOver = false;
    let mine: LocalAudioTrack | undefined;
    const opening = createLocalAudioTrack(deviceId ? { deviceId: { ideal: deviceId } } : {});
    opening.then(
      (opened) => {
        mine = opened;
        if (isOver) opened.stop();
        else setTrack(opened);
      },
      (error: unknown) => {
        if (!isOver) onProblem(classifyMicrophoneError(error));
      },
    );
    return () => {
      isOver = true;
      mine?.stop();
      setTrack(undefined);
    };
  }, [isWanted, deviceId, onProblem]);
  return track;
}
