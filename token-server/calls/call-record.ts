import { randomUUID } from 'node:crypto';

import { z } from 'zod';

const time = z.iso.datetime();

/**
 * What is kept of a call, and answered to operators: times and how it went, never who spoke or what was said.
 * Times are ISO 8601 in UTC.
 */
export const callRecord = z
  .object({
    id: z.string(),
    room: z.string(),
    client: z.string().meta({ description: 'The name of the key that asked for it.' }),
    agent_name: z.string(),
    state: z
      .enum(['waiting', 'live', 'ended'])
      .meta({ description: 'waiting: the caller has not joined yet; live: someone has.' }),
    requested_at: time,
    started_at: time.nullable().meta({ description: 'When the caller joined.' }),
    agent_joined_at: time.nullable(),
    ended_at: time.nullable(),
    duration_ms: z.int().nullable().meta({ description: 'From the joining of the caller to the end.' }),
    end_reason: z.enum(['left', 'deleted', 'never_joined', 'lost']).nullable().meta({
      description: 'lost: livekit-server no longer knew the room, and had not reported its end.',
    }),
    problem: z.enum(['agent_missing', 'connection_aborted']).nullable().meta({
      description:
        'agent_missing: it had ended before an agent came; connection_aborted: media never flowed.',
    }),
  })
  .meta({ id: 'Call' });

export type CallRecord = z.infer<typeof callRecord>;
export type CallState = CallRecord['state'];
export type EndReason = NonNullable<CallRecord['end_reason']>;

/** A call whose caller has not joined yet. */
export function createCallRecord(room: string, client: string, agentName: string): CallRecord {
  return {
    id: randomUUID(),
    room,
    client,
    agent_name: agentName,
    state: 'waiting',
    requested_at: new Date().toISOString(),
    started_at: null,
    agent_joined_at: null,
    ended_at: null,
    duration_ms: null,
    end_reason: null,
    problem: null,
  };
}

/** The record of a call whose caller has joined, or has come back after its room had been closed. */
export function markStarted(record: CallRecord, at: Date): CallRecord {
  return {
    ...record,
    state: 'live',
    started_at: record.started_at ?? at.toISOString(),
    ended_at: null,
    duration_ms: null,
    end_reason: null,
  };
}

export function markAgentJoined(record: CallRecord, at: Date): CallRecord {
  return { ...record, agent_joined_at: record.agent_joined_at ?? at.toISOString() };
}

/** The record of a call that is over. */
export function markEnded(record: CallRecord, reason: EndReason, at: Date): CallRecord {
  const { started_at: startedAt } = record;
  return {
    ...record,
    state: 'ended',
    ended_at: at.toISOString(),
    duration_ms: startedAt ? Math.max(0, at.getTime() - Date.parse(startedAt)) : null,
    end_reason: reason === 'left' && !startedAt ? 'never_joined' : reason,
    problem: record.problem ?? (startedAt && !record.agent_joined_at ? 'agent_missing' : null),
  };
}
