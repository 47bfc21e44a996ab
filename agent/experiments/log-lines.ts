import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const outcome = z.enum(['answered', 'interrupted', 'lost']);

/** A turn as the turn log has it, as far as it is compared. */
const turnLine = z.object({
  version: z.literal(1),
  call: z.string(),
  outcome,
  totalMs: z.number().nullable(),
  experiment: z.string().optional(),
  variant: z.string().optional(),
});

/** A call as the file beside it has it. */
const callLine = z.object({
  version: z.literal(1),
  call: z.string(),
  experiments: z.record(z.string(), z.string()),
  end: z.string(),
  turns: z.number(),
  lastOutcome: outcome.optional(),
});

export type TurnLine = z.infer<typeof turnLine>;
export type CallLine = z.infer<typeof callLine>;

/**
 * Reads what the turn log has kept, oldest day first; lines that are of another version are left out.
 *
 * @throws Error when the folder can't be read.
 */
export async function readLog(directory: string): Promise<{ turns: TurnLine[]; calls: CallLine[] }> {
  return {
    turns: await readLines(directory, /^turns-.*\.jsonl$/, turnLine),
    calls: await readLines(directory, /^calls-.*\.jsonl$/, callLine),
  };
}

async function readLines<Line>(directory: string, name: RegExp, schema: z.ZodType<Line>): Promise<Line[]> {
  const files = (await readdir(directory)).filter((file) => name.test(file)).sort();
  const lines: Line[] = [];
  for (const file of files)
    for await (const text of createInterface({ input: createReadStream(join(directory, file)) })) {
      const line = schema.safeParse(parseJson(text));
      if (line.success) lines.push(line.data);
    }
  return lines;
}

/** Undefined for a line that was cut off, as by a full disk. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
