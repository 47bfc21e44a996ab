import { inference } from '@livekit/agents';
import type { voice } from '@livekit/agents';

/** Silence after which Silero VAD ends an utterance. The end-of-turn model refuses to judge less than 250 ms. */
export const MIN_SILENCE_MS = 250;

/**
 * When the caller's turn ends and when the caller interrupts. Everything is decided on this machine: the
 * detector's version is pinned and interruptions go by VAD, since the framework's defaults may ask a cloud gateway.
 */
export function createTurnHandling(): NonNullable<voice.AgentSessionOptions['turnHandling']> {
  return {
    turnDetection: new inference.TurnDetector({ version: 'v1-mini' }),
    endpointing: { minDelay: 300, maxDelay: 1500 },
    interruption: { mode: 'vad', minDuration: 200, falseInterruptionTimeout: 1000 },
    preemptiveGeneration: { enabled: true, preemptiveTts: true },
  };
}
