import { useDataChannel, useSessionContext } from '@livekit/components-react';
import { ConnectionState, type Participant } from 'livekit-client';
import { useCallback, useState } from 'react';

import { type TurnTiming, addTurn, parseTurnTiming } from './turn-timing.ts';

const TOPIC = 'parley.turn';

/** Turns that the figures of a call are about: hours of it. */
const KEPT_TURNS = 1000;

/** How long each turn of this call took, newest first; after the call they stay until the next one. */
export function useTurnTimings(): TurnTiming[] {
  const { connectionState } = useSessionContext();
  const [turns, setTurns] = useState<TurnTiming[]>([]);
  const take = useCallback(({ payload, from }: { payload: Uint8Array; from?: Participant }) => {
    const turn = from?.isAgent ? parseTurnTiming(payload) : undefined;
    if (turn) setTurns((known) => addTurn(known, turn, KEPT_TURNS));
  }, []);
  useDataChannel(TOPIC, take);

  const [lastState, setLastState] = useState(connectionState);
  if (lastState !== connectionState) {
    setLastState(connectionState);
    if (connectionState === ConnectionState.Connecting) setTurns([]);
  }
  return turns;
}
