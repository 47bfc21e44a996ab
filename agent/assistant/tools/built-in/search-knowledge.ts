import { z } from 'zod';
import type { Passage } from '../../../../documents/passages.ts';
import { defineTool } from '../tool.ts';
import type { Tool } from '../tool.ts';

/**
 * Searches the documents for something other than what the caller has just said, of which passages come by themselves.
 *
 * @param search - returns undefined while an assistant without documents has the call, and resolves with undefined where
 *   nobody could look.
 */
export function createSearchKnowledge(
  search: (question: string) => Promise<readonly Passage[] | undefined> | undefined,
): Tool {
  return defineTool({
    name: 'search_knowledge',
    description:
      'Searches the documents in words of your own, where what was found for the caller does not answer.',
    parameters: z.object({ query: z.string().trim().min(2).max(200) }),
    policy: { foreignText: true },
    run: async ({ query }) => {
      const searching = search(query);
      if (!searching) throw new Error('there are no documents');
      const passages = await searching;
      if (!passages) throw new Error("the documents can't be searched at the moment");
      if (passages.length === 0) return 'The documents say nothing about that.';
      return passages.map(({ file, heading, text }) => ({ file, heading, text }));
    },
  });
}
