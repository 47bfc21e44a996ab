import type { JobContext } from '@livekit/agents';
import { z } from 'zod';

const MESSAGE_CASE = 'parley.runningCall';

const messageSchema = z.object({
  case: z.literal(MESSAGE_CASE),
  value: z.object({ room: z.string(), agentIdentity: z.string(), metadata: z.string() }),
});

/** What the worker has to know about a call to send another agent into it, should the process of this one die. */
export type RunningCall = z.infer<typeof messageSchema>['value'];

/**
 * Tells the worker, from the process of a job, which call it has; the framework ignores messages it does not know.
 *
 * @param metadata - for the job that would take the call over.
 */
export function reportRunningCall({ room, job }: JobContext, metadata = job.metadata): void {
  const agentIdentity = room.localParticipant?.identity ?? '';
  const value: RunningCall = { room: room.name ?? '', agentIdentity, metadata };
  process.send?.({ case: MESSAGE_CASE, value });
}

/** Reads a message of a job process; undefined when it is about something else. */
export function parseRunningCall(message: unknown): RunningCall | undefined {
  return messageSchema.safeParse(message).data?.value;
}
