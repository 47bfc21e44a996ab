import { z } from 'zod';
import { defineTool } from '../tools/tool.ts';
import type { Tool } from '../tools/tool.ts';
import type { CallerMemory } from './caller-memory.ts';

/**
 * What a caller who is known may ask for: to have something remembered, or everything forgotten.
 *
 * @param mayIForget - asked where what others wrote may want it, since it can't be undone.
 */
export function createMemoryTools(memory: CallerMemory, mayIForget: () => string): Tool[] {
  return [
    defineTool({
      name: 'remember',
      description: 'Remembers something about the caller for later calls. Use it when they ask for that.',
      parameters: z.object({
        about: z.string().min(1).max(40).describe('What it is, in one or two English words'),
        value: z.string().min(1).max(100),
      }),
      policy: { sideEffects: true },
      run: ({ about, value }) => {
        memory.remember({ key: about, value });
        return 'It will be remembered.';
      },
    }),
    defineTool({
      name: 'forget',
      description: 'Forgets everything that is known about the caller. Use it when they ask for that.',
      parameters: z.object({}),
      policy: { sideEffects: true },
      question: mayIForget,
      run: () => (memory.forget() ? 'Everything is forgotten.' : 'Nothing was remembered.'),
    }),
  ];
}
