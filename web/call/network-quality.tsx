import { useConnectionQualityIndicator } from '@livekit/components-react';
import { ConnectionQuality, type LocalParticipant } from 'livekit-client';

import { strings } from '../strings.ts';
import { SignalIcon } from './icons.tsx';

const bars = { excellent: 3, good: 2, poor: 1, lost: 0 } as const;

/** How well the network carries this call, as livekit-server sees it; nothing until it has said so. */
export function NetworkQuality({ participant }: { participant: LocalParticipant }) {
  const { quality } = useConnectionQualityIndicator({ participant });
  if (quality === ConnectionQuality.Unknown) return null;
  const label = `${strings.network.label}: ${strings.network[quality]}`;
  return (
    <span className="network" data-quality={quality} role="img" aria-label={label} title={label}>
      <SignalIcon bars={bars[quality]} />
    </span>
  );
}
