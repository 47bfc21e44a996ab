import type { UseSessionReturn } from '@livekit/components-react';
import { createLocalAudioTrack } from 'livekit-client';

import { CallError, type CallProblem, classifyMicrophoneError } from './call-problem.ts';

/** For the token and the connection; livekit-client tries again by itself within it. */
const CONNECT_TIMEOUT_MS = 20_000;

/** A registered worker joins within three seconds; at three times that there is no hope. */
const AGENT_TIMEOUT_MS = 10_000;

/**
 * Places a call and resolves when the agent can hear. The microphone comes first: the agent greets as soon as there is
 * a room, and a permission prompt would hide the greeting.
 * @throws CallError, or what livekit-client throws; anything when `signal` is aborted
 */
export async function placeCall(session: UseSessionReturn, signal: AbortSignal): Promise<void> {
  const track = await createLocalAudioTrack().catch((error: unknown) => {
    throw new CallError(classifyMicrophoneError(error), error);
  });
  try {
    signal.throwIfAborted();
    const started = session.start({ signal, tracks: { microphone: { enabled: false } } });
    const connected = Promise.race([started, session.waitUntilConnected(signal)]);
    await waitFor(connected, CONNECT_TIMEOUT_MS, 'livekitUnreachable');
    await session.room.localParticipant.publishTrack(track);
    await waitFor(started, AGENT_TIMEOUT_MS, 'agentMissing');
  } catch (error) {
    track.stop();
    throw error;
  }
}

async function waitFor(promise: Promise<void>, timeoutMs: number, problem: CallProblem): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new CallError(problem));
    }, timeoutMs);
  });
  try {
    await Promise.race([promise, expiry]);
  } finally {
    clearTimeout(timer);
  }
}
