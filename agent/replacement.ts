import { AgentDispatchClient, RoomServiceClient } from 'livekit-server-sdk';
import type { Config } from './config.ts';
import type { RunningCall } from './running-call.ts';

/** Precedes the metadata of a dispatch that replaces a lost agent, with how many were lost in this call before. */
const MARK = /^parley\.replacement=(\d+);/;

/** A call that loses its agent this often is not worth a fourth. */
const MAX_REPLACEMENTS = 3;

const AGENT_KINDS: ReadonlySet<number> = new Set([4]); // livekit.ParticipantInfo.Kind.AGENT

/** True for a job that takes over a call from an agent whose process has died. */
export function isReplacement(jobMetadata: string): boolean {
  return MARK.test(jobMetadata);
}

/** The metadata that the call was started with, whether a job takes it over or not. */
export function unmarkReplacement(jobMetadata: string): string {
  return jobMetadata.replace(MARK, '');
}

/** Changes what a call was started with, and leaves the mark of a replacement where it is. */
export function changeMetadata(jobMetadata: string, change: (metadata: string) => string): string {
  const [mark = ''] = MARK.exec(jobMetadata) ?? [];
  return mark + change(unmarkReplacement(jobMetadata));
}

/** The metadata for the job that replaces one with the given; undefined when there were too many. */
export function markReplacement(metadata: string): string | undefined {
  const lost = Number(MARK.exec(metadata)?.[1] ?? 0) + 1;
  if (lost > MAX_REPLACEMENTS) return undefined;
  return `parley.replacement=${lost};${unmarkReplacement(metadata)}`;
}

/**
 * Sends a fresh agent into a call whose agent has died: a self-hosted livekit-server does not, and would show the dead
 * one for another quarter of a minute.
 *
 * @returns false when there is nobody left to talk to, or too many agents were lost.
 * @throws Error when livekit-server refuses or does not answer.
 */
export async function replaceAgent(config: Config, call: RunningCall): Promise<boolean> {
  const { url, apiKey, apiSecret } = config.livekit;
  const rooms = new RoomServiceClient(url, apiKey, apiSecret);
  const metadata = markReplacement(call.metadata);
  const participants = await rooms.listParticipants(call.room);
  if (participants.some(({ identity }) => identity === call.agentIdentity))
    await rooms.removeParticipant(call.room, call.agentIdentity);
  if (metadata === undefined || participants.every(({ kind }) => AGENT_KINDS.has(kind))) return false;
  await new AgentDispatchClient(url, apiKey, apiSecret).createDispatch(call.room, config.agentName, {
    metadata,
  });
  return true;
}
