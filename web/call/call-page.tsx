import { RoomAudioRenderer, SessionProvider, StartAudio, useSession } from '@livekit/components-react';
import { useState } from 'react';

import { strings } from '../strings.ts';
import { createCallRoom } from './call-room.ts';
import { CallScreen } from './call-screen.tsx';
import { useSettings } from './settings.ts';
import { noTokenSource } from './token-source.ts';

/** Holds the LiveKit session of the page, plays the agent's voice, and shows the call. */
export function CallPage() {
  const [room] = useState(createCallRoom);
  const { volume } = useSettings();
  const session = useSession(noTokenSource, { room });
  return (
    <SessionProvider session={session}>
      <CallScreen />
      <RoomAudioRenderer volume={volume} />
      <StartAudio label={strings.buttons.sound} className="button primary sound-button" />
    </SessionProvider>
  );
}
