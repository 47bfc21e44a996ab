import { join } from 'node:path';

import { z } from 'zod';

/** The variables about what is kept of calls. */
export const callLogVariables = {
  CALL_LOG_DIR: z.string().default('.cache/calls'),
};

/** The file of call records; undefined where they are kept in memory only. */
export type CallLogConfig = string | undefined;

export function readCallLog({
  CALL_LOG_DIR: folder,
}: z.infer<z.ZodObject<typeof callLogVariables>>): CallLogConfig {
  return folder === 'off' ? undefined : join(folder, 'calls.jsonl');
}
