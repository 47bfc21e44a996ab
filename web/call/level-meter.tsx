import { useTrackVolume } from '@livekit/components-react';
import type { LocalAudioTrack } from 'livekit-client';

import { strings } from '../strings.ts';

/** Speech at a usual distance reaches about this much of what LiveKit calls full volume. */
const LOUD = 0.6;

/** How loud the microphone hears its owner. */
export function LevelMeter({ track }: { track: LocalAudioTrack | undefined }) {
  const volume = useTrackVolume(track);
  return (
    <meter className="level" aria-label={strings.sound.level} max={LOUD} value={Math.min(volume, LOUD)} />
  );
}
