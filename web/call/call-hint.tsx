import { ConnectionState } from 'livekit-client';

import type { en } from '../languages/en.ts';
import { strings } from '../strings.ts';
import type { Call } from './use-call.ts';
import { type MicrophoneFault, useMicrophoneFault } from './use-microphone-fault.ts';

/** What a caller should know while the call goes on: that the network, the agent or the microphone is away. */
export function CallHint({ call }: { call: Call }) {
  const hint = chooseHint(call, useMicrophoneFault());
  return (
    <div role="status" className="hint">
      {hint && (
        <div className="notice" data-hint={hint}>
          <strong>{strings.hints[hint].title}</strong>
          <p>{strings.hints[hint].advice}</p>
        </div>
      )}
    </div>
  );
}

const microphoneHints = {
  lost: 'microphoneLost',
  changed: 'microphoneChanged',
  silent: 'silentMicrophone',
} as const;

function chooseHint(
  { stage, session }: Call,
  fault: MicrophoneFault | undefined,
): keyof typeof en.hints | undefined {
  if (stage !== 'live' && stage !== 'recovering') return undefined;
  if (session.connectionState !== ConnectionState.Connected) return 'reconnecting';
  if (stage === 'recovering') return 'agentLost';
  return fault && microphoneHints[fault];
}
