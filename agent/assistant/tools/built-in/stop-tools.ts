import { z } from 'zod';
import { defineTool } from '../tool.ts';
import type { Tool } from '../tool.ts';

/** Ends what takes long, where the caller says in their own words that they do not want it any more. */
export function createStopTools(stop: () => number): Tool {
  return defineTool({
    name: 'stop_tools',
    description: 'Stops tools that are still running. Use it when the caller does not want to wait any more.',
    parameters: z.object({}),
    run: () => (stop() > 0 ? 'Stopped. There will be no result.' : 'Nothing was running.'),
  });
}
