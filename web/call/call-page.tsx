import { RoomAudioRenderer, SessionProvider, StartAudio, useSession } from '@livekit/components-react';
import { TokenSource } from 'livekit-client';

import { strings } from '../strings.ts';
import { CallScreen } from './call-screen.tsx';

const tokenSource = TokenSource.endpoint('/token');

/** Holds the LiveKit session of the page, plays the agent's voice, and shows the call. */
export function CallPage() {
  const session = useSession(tokenSource);
  return (
    <SessionProvider session={session}>
      <CallScreen />
      <RoomAudioRenderer />
      <StartAudio label={strings.buttons.sound} className="button primary sound-button" />
    </SessionProvider>
  );
}
