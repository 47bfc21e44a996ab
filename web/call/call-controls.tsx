import { strings } from '../strings.ts';
import { PhoneIcon } from './icons.tsx';
import { MicrophoneButton } from './microphone-button.tsx';
import type { Call } from './use-call.ts';

/** Start, mute and hang up: one clear next step at every stage. */
export function CallControls({ call }: { call: Call }) {
  const { stage, problem, start, end } = call;
  if (stage === 'calling' || stage === 'live') {
    return (
      <div className="controls">
        {stage === 'live' && <MicrophoneButton />}
        <button type="button" className="button danger" onClick={end}>
          <PhoneIcon hangUp />
          {stage === 'live' ? strings.buttons.end : strings.buttons.cancel}
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
    </div>
  );
}
