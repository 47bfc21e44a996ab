import { strings } from '../strings.ts';
import { PhoneIcon } from './icons.tsx';
import { MicrophoneButton } from './microphone-button.tsx';
import { PushToTalk } from './push-to-talk.tsx';
import { useSettings } from './settings.ts';
import { SoundSettings } from './sound-settings.tsx';
import type { Call } from './use-call.ts';

/** Start, mute or talk, and hang up: one clear next step at every stage, and the sound settings beside it. */
export function CallControls({ call }: { call: Call }) {
  const { stage, problem, start, end } = call;
  const { pushToTalk } = useSettings();
  if (stage !== 'idle' && stage !== 'ended') {
    return (
      <div className="controls">
        {stage === 'live' && (pushToTalk ? <PushToTalk /> : <MicrophoneButton />)}
        <SoundSettings />
        <button type="button" className="button danger" onClick={end}>
          <PhoneIcon hangUp />
          {stage === 'calling' ? strings.buttons.cancel : strings.buttons.end}
        </button>
      </div>
    );
  }
  const label = problem
    ? strings.buttons.retry
    : stage === 'ended'
      ? strings.buttons.again
      : strings.buttons.start;
  return (
    <div className="controls">
      <button type="button" className="button primary" onClick={start}>
        <PhoneIcon />
        {label}
      </button>
      <SoundSettings />
    </div>
  );
}
