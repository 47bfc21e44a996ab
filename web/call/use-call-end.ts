import { ConnectionState, type DisconnectReason, type Room, RoomEvent } from 'livekit-client';
import { useEffect } from 'react';

import { type CallProblem, classifyDisconnect } from './call-problem.ts';

/** Calls `finish` when an established call ends because the connection or the room is gone. */
export function useCallEnd(room: Room, finish: (reason?: CallProblem) => void): void {
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
    room.on(RoomEvent.Connected, noticeConnection);
    room.on(RoomEvent.Disconnected, noticeDisconnect);
    return () => {
      room.off(RoomEvent.Connected, noticeConnection);
      room.off(RoomEvent.Disconnected, noticeDisconnect);
    };
  }, [room, finish]);
}
