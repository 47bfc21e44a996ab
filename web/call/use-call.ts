import {
  type UseSessionReturn,
  type VoiceAssistant,
  useSessionContext,
  useVoiceAssistant,
} from '@livekit/components-react';
import {
  ConnectionState,
  type DisconnectReason,
  type RemoteParticipant,
  type Room,
  RoomEvent,
} from 'livekit-client';
import { useCallback, useEffect, useRef, useState } from 'react';

import { type CallProblem, classifyDisconnect, classifyStartError } from './call-problem.ts';
import { placeCall } from './place-call.ts';

/** idle: nothing yet · calling: until the agent can hear · live · ended: hung up or failed, with the transcript left. */
export type CallStage = 'idle' | 'calling' | 'live' | 'ended';

export interface Call {
  stage: CallStage;
  /** Why the last call ended, when nobody meant it to. */
  problem: CallProblem | undefined;
  session: UseSessionReturn;
  agent: VoiceAssistant;
  start: () => void;
  end: () => void;
}

/** One call after another from this page: starts each in a room of its own and notices when it is over. */
export function useCall(): Call {
  const session = useSessionContext();
  const agent = useVoiceAssistant();
  const [progress, setProgress] = useState<'idle' | 'active' | 'ended'>('idle');
  const [problem, setProblem] = useState<CallProblem>();
  const attempt = useRef<AbortController>(null);
  const { room, end: endSession } = session;

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

  const start = () => {
    const controller = new AbortController();
    attempt.current = controller;
    setProblem(undefined);
    setProgress('active');
    placeCall(session, controller.signal).catch((error: unknown) => {
      if (!controller.signal.aborted) finish(classifyStartError(error));
    });
  };

  const end = () => {
    finish();
  };

  useCallEnd(room, finish);

  const canHear = agent.state === 'listening' || agent.state === 'thinking' || agent.state === 'speaking';
  const stage = progress !== 'active' ? progress : canHear ? 'live' : 'calling';
  return { stage, problem, session, agent, start, end };
}

/** Calls `finish` when an established call ends: the connection, the room, or the agent is gone. */
function useCallEnd(room: Room, finish: (reason?: CallProblem) => void): void {
  useEffect(() => {
    // A connection that never came about also ends with this event; its reason is in the error of the attempt.
    let wasConnected = room.state === ConnectionState.Connected;
    const noticeConnection = () => {
      wasConnected = true;
    };
    const noticeDisconnect = (reason?: DisconnectReason) => {
      if (wasConnected) finish(classifyDisconnect(reason));
      wasConnected = false;
    };
    const noticeDeparture = (participant: RemoteParticipant) => {
      if (participant.isAgent) finish('agentLeft');
    };
    room.on(RoomEvent.Connected, noticeConnection);
    room.on(RoomEvent.Disconnected, noticeDisconnect);
    room.on(RoomEvent.ParticipantDisconnected, noticeDeparture);
    return () => {
      room.off(RoomEvent.Connected, noticeConnection);
      room.off(RoomEvent.Disconnected, noticeDisconnect);
      room.off(RoomEvent.ParticipantDisconnected, noticeDeparture);
    };
  }, [room, finish]);
}
