import { z } from 'zod';

import { timedParts } from './turn-record.ts';

const count = z.int().min(0);
const ms = z.int().min(0);

/** A part of the stack, as it answers now. */
const partHealth = z.object({
  part: z.enum(['livekit-server', 'agent', 'stt', 'llm', 'tts']),
  ok: z.boolean(),
  message: z.string().nullable().meta({ description: 'What is wrong and what to do.' }),
  models: z.array(z.string()).meta({ description: 'What a model server offers, where it says so.' }),
});

const latency = z.object({
  turns: count,
  calls: count,
  interrupted: count,
  lost: count.meta({ description: 'Turns whose answer was never heard.' }),
  parts: z
    .array(z.object({ part: z.enum(timedParts), count, p50: ms, p95: ms, p99: ms }))
    .meta({ description: 'Milliseconds; a part that was never measured is missing.' }),
  steps: z
    .array(z.object({ from: z.iso.datetime(), count, p50: ms.nullable(), p95: ms.nullable() }))
    .meta({ description: 'The time until the answer in equal steps, oldest first.' }),
});

/** What `GET /dashboard/data` answers: numbers and states, nobody's name and nothing that was said. */
export const dashboardData = z
  .object({
    at: z.iso.datetime(),
    parts: z.array(partHealth),
    turn_log: z
      .enum(['on', 'off', 'unreadable'])
      .meta({ description: 'Whether the times of turns are known; the log says why they cannot be read.' }),
    hour: latency,
    day: latency,
    refusals: z
      .record(z.string(), count)
      .meta({ description: 'Requests that were refused since the token server started, by reason.' }),
  })
  .meta({ id: 'Dashboard' });

export type DashboardData = z.infer<typeof dashboardData>;
export type PartHealth = z.infer<typeof partHealth>;
/** How fast the answers of a stretch of time came, and how many did not come. */
export type Latency = z.infer<typeof latency>;
