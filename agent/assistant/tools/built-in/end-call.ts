import { z } from 'zod';
import { defineTool } from '../tool.ts';
import type { Tool } from '../tool.ts';

/**
 * Ends the call, once the goodbye has been heard.
 *
 * @param hangUp - says goodbye and hangs up; false where the caller spoke over it, and keeps the call.
 */
export function createEndCall(hangUp: () => Promise<boolean>, question: () => string): Tool {
  return defineTool({
    name: 'end_call',
    description:
      'Says goodbye and ends the call. Use it when the caller says goodbye. Say nothing else then.',
    parameters: z.object({}),
    policy: { sideEffects: true, timeoutMs: 60_000, isWaitedFor: false },
    question,
    run: async () => {
      await hangUp(); // Who speaks over the goodbye is answered for what they say, and for nothing else.
    },
  });
}
