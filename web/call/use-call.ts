import {
  type UseSessionReturn,
  type VoiceAssistant,
  useSessionContext,
  useVoiceAssistant,
} from '@livekit/components-react';
import { ConnectionState } from 'livekit-client';
import { useCallback, useEffect, useRef, useState } from 'react';

import { type CallProblem, classifyStartError } from './call-problem.ts';
import { type KeptCall, takeKeptCall } from './kept-call.ts';
import { placeCall } from './place-call.ts';
import { useCallEnd } from './use-call-end.ts';

/** A registered worker joins within three seconds; at three times that there is no hope. */
const AGENT_TIMEOUT_MS = 10_000;

/** Another agent is sent at once, but the server or its worker may have to come back first. */
const RECOVERY_TIMEOUT_MS = 20_000;

/**
 * idle: nothing yet · calling: until the agent can hear · returning: the same after the page was reloaded · live ·
 * recovering: the agent was lost, and another is on its way · ended: hung up or failed, with the transcript left.
 */
export type CallStage = 'idle' | 'calling' | 'returning' | 'live' | 'recovering' | 'ended';

/** What it is called while the agent can't hear. */
type Unheard = 'calling' | 'returning' | 'recovering';

export interface Call {
  stage: CallStage;
  /** Why the last call ended, when nobody meant it to. */
  problem: CallProblem | undefined;
  session: UseSessionReturn;
  agent: VoiceAssistant;
  start: () => void;
  end: () => void;
}

/** Taken once, as the page loads. */
const keptCall = takeKeptCall();

/** One call after another from this page: starts each in a room of its own and notices when it is over. */
export function useCall(): Call {
  const session = useSessionContext();
  const agent = useVoiceAssistant();
  const [progress, setProgress] = useState<'idle' | 'active' | 'ended'>(keptCall ? 'active' : 'idle');
  const [unheard, setUnheard] = useState<Unheard>(keptCall ? 'returning' : 'calling');
  const [problem, setProblem] = useState<CallProblem>();
  const attempt = useRef<AbortController>(null);
  const { room, connectionState, end: endSession } = session;

  const finish = useCallback(
    (reason?: CallProblem) => {
      if (!attempt.current) return;
      attempt.current.abort();
      attempt.current = null;
      setProblem(reason);
      setProgress('ended');
      if (room.state !== ConnectionState.Disconnected) void endSession();
    },
    [room, endSession],
  );

  const connect = useCallback(
    (kept?: KeptCall) => {
      const controller = new AbortController();
      attempt.current = controller;
      placeCall(room, controller.signal, kept).catch((error: unknown) => {
        if (!controller.signal.aborted) finish(classifyStartError(error));
      });
    },
    [room, finish],
  );

  const start = () => {
    setProblem(undefined);
    setProgress('active');
    setUnheard('calling');
    connect();
  };

  const end = () => {
    finish();
  };

  const hasReturned = useRef(!keptCall);
  useEffect(() => {
    if (!hasReturned.current) connect(keptCall);
    hasReturned.current = true;
  }, [connect]);
  useCallEnd(room, finish);

  const canHear = agent.state === 'listening' || agent.state === 'thinking' || agent.state === 'speaking';
  if (progress === 'active' && canHear && unheard !== 'recovering') setUnheard('recovering');
  const stage = progress !== 'active' ? progress : canHear ? 'live' : unheard;

  const isAgentMissing = progress === 'active' && !canHear && connectionState === ConnectionState.Connected;
  useAgentTimeout(isAgentMissing, unheard, finish);

  return { stage, problem, session, agent, start, end };
}

/** Gives a call up that nobody answers, or whose agent was lost and not replaced. */
function useAgentTimeout(isMissing: boolean, unheard: Unheard, finish: (reason: CallProblem) => void): void {
  useEffect(() => {
    if (!isMissing) return undefined;
    const isNew = unheard === 'calling';
    const timer = setTimeout(
      () => {
        finish(isNew ? 'agentMissing' : 'agentLeft');
      },
      isNew ? AGENT_TIMEOUT_MS : RECOVERY_TIMEOUT_MS,
    );
    return () => {
      clearTimeout(timer);
    };
  }, [isMissing, unheard, finish]);
}
