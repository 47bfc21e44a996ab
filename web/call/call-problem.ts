import { ConnectionError, DisconnectReason, MediaDeviceFailure } from 'livekit-client';

import type { en } from '../languages/en.ts';

/** Why there is no call, in terms a caller can act on; each has its words in languages/. */
export type CallProblem = keyof typeof en.problems;

/** What stopped the browser from opening the microphone. */
export function classifyMicrophoneError(error: unknown): CallProblem {
  if (!window.isSecureContext) return 'microphoneUnavailable';
  switch (MediaDeviceFailure.getFailure(error)) {
    case MediaDeviceFailure.PermissionDenied:
      return 'microphoneDenied';
    case MediaDeviceFailure.DeviceInUse:
      return 'microphoneBusy';
    default:
      return 'microphoneMissing';
  }
}

/** A call that did not come about, for a reason the page can tell. */
export class CallError extends Error {
  readonly problem: CallProblem;

  constructor(problem: CallProblem, cause?: unknown) {
    super(`The call failed: ${problem}`, { cause });
    this.name = 'CallError';
    this.problem = problem;
  }
}

/** What stopped the call between the click and the agent. */
export function classifyStartError(error: unknown): CallProblem {
  if (error instanceof CallError) return error.problem;
  return error instanceof ConnectionError ? 'livekitUnreachable' : 'connectionLost';
}

/** What kept the token server from giving a ticket, in the errors of livekit-client's token source. */
export function classifyTicketError(error: unknown): CallProblem {
  // fetch rejects with these when there is no answer, or none in time; any other error is about what was answered.
  if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError'))
    return 'tokenServerUnreachable';
  const status = /received (\d{3})/.exec(String(error))?.[1];
  if (status === '401' || status === '403') return 'credentialRefused';
  if (status === '429') return 'tooManyCalls';
  return status?.startsWith('5') ? 'tokenServerFailed' : 'tokenRefused';
}

/** Undefined for an end that was meant: one of the two hung up. */
export function classifyDisconnect(reason: DisconnectReason | undefined): CallProblem | undefined {
  switch (reason) {
    case DisconnectReason.CLIENT_INITIATED:
    case DisconnectReason.ROOM_DELETED:
    case DisconnectReason.PARTICIPANT_REMOVED:
      return undefined;
    case DisconnectReason.DUPLICATE_IDENTITY:
      return 'continuedElsewhere';
    default:
      return 'connectionLost';
  }
}
