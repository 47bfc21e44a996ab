import { z } from 'zod';
import { defineTool } from '../tool.ts';
import type { Tool } from '../tool.ts';

/** Date and time, where the agent runs or in a time zone that the caller names. */
export function createGetTime(now: () => Date = () => new Date()): Tool {
  return defineTool({
    name: 'get_time',
    description: 'Tells date and time.',
    parameters: z.object({
      timeZone: z
        .string()
        .refine(isTimeZone, 'expected the name of a time zone, like Europe/Berlin')
        .optional()
        .describe('Only for another place, like Europe/Berlin'),
    }),
    run: ({ timeZone }) => {
      const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone });
      return `${format.format(now())} (${format.resolvedOptions().timeZone})`;
    },
  });
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name }).format();
    return true;
  } catch {
    return false;
  }
}
