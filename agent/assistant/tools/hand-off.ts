import type { llm } from '@livekit/agents';
import { z } from 'zod';
import type { Assistant } from '../assistant-file.ts';
import { defineTool } from './tool.ts';
import type { Tool } from './tool.ts';

/**
 * A tool for each assistant to which this one may hand the call. The file says when; the model is told so in the tool's
 * description, which is all that a hand-off adds to a request.
 *
 * @param handOver - makes the next assistant's agent; throws what the model is told where it can't be had.
 */
export function createHandOffTools(
  { handOffs }: Assistant,
  handOver: (name: string) => Promise<llm.AgentHandoff>,
): Tool[] {
  return Object.entries(handOffs).map(([name, when]) =>
    defineTool({
      name: `hand_off_to_${name.replaceAll('-', '_')}`,
      description: `Hands the call to another assistant, who goes on in your place. Use it when: ${when}`,
      parameters: z.object({}),
      policy: { isWaitedFor: false },
      run: () => handOver(name),
    }),
  );
}
