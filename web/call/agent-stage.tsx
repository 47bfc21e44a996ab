import { type AgentState, BarVisualizer, useIsSpeaking, useTrackToggle } from '@livekit/components-react';
import { ConnectionState, Track } from 'livekit-client';

import { strings } from '../strings.ts';
import { useSettings } from './settings.ts';
import type { Call } from './use-call.ts';

const BARS = 7;

/** Shows who has the floor: bars that move with the agent's voice, and one word for what happens now. */
export function AgentStage({ call }: { call: Call }) {
  const { stage, agent, session } = call;
  const isCallerSpeaking = useIsSpeaking(session.room.localParticipant);
  const { enabled: isMicrophoneOn } = useTrackToggle({ source: Track.Source.Microphone });
  const { pushToTalk } = useSettings();
  const label = describeState(call, isCallerSpeaking, isMicrophoneOn, pushToTalk);
  return (
    <div className="stage" data-floor={describeFloor(call, isCallerSpeaking)}>
      <BarVisualizer
        className="bars"
        aria-hidden="true"
        state={describeBars(call)}
        track={stage === 'live' ? agent.audioTrack : undefined}
        barCount={BARS}
        options={{ minHeight: 12, maxHeight: 100 }}
      />
      {stage === 'idle' ? (
        <div className="welcome">
          <h2>{strings.welcome.heading}</h2>
          <p>{strings.welcome.text}</p>
        </div>
      ) : (
        <p className="state">{label}</p>
      )}
    </div>
  );
}

function describeBars({ stage, agent }: Call): AgentState {
  if (stage === 'live') return agent.state;
  return stage === 'idle' || stage === 'ended' ? 'disconnected' : 'connecting';
}

function describeFloor({ stage, agent }: Call, isCallerSpeaking: boolean): 'agent' | 'caller' | 'nobody' {
  if (stage !== 'live') return 'nobody';
  if (agent.state === 'speaking') return 'agent';
  return isCallerSpeaking ? 'caller' : 'nobody';
}

function describeState(
  { stage, agent, session }: Call,
  isCallerSpeaking: boolean,
  isMicrophoneOn: boolean,
  pushToTalk: boolean,
): string {
  if (stage === 'idle' || stage === 'calling' || stage === 'ended') return strings.state[stage];
  if (session.connectionState !== ConnectionState.Connected) return strings.state.reconnecting;
  if (stage !== 'live') return strings.state[stage];
  if (agent.state === 'thinking' || agent.state === 'speaking') return strings.state[agent.state];
  if (!isMicrophoneOn) return pushToTalk ? strings.state.released : strings.state.muted;
  return isCallerSpeaking ? strings.state.hearing : strings.state.listening;
}
