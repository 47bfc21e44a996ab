import type { voice } from '@livekit/agents';

/** Silence that ends a turn where it is not judged by evidence: what LiveKit's stock pipeline waits at least. */
export const FIXED_DELAY_MS = 800;

/**
 * Leaves every decision about turns to our STT stream. The framework prepares answers when the stream says so, without
 * limits, and never pauses or interrupts by itself: its own pausing loses audio and lets old audio through.
 */
export function createTurnHandling(
  speculation: boolean,
): NonNullable<voice.AgentSessionOptions['turnHandling']> {
  return {
    turnDetection: 'stt',
    endpointing: { minDelay: 0, maxDelay: 0 },
    interruption: { mode: 'vad', resumeFalseInterruption: false },
    preemptiveGeneration: {
      enabled: speculation,
      preemptiveTts: true,
      maxSpeechDuration: Infinity,
      maxRetries: Infinity,
    },
  };
}
