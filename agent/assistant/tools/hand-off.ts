import type { llm } from '@livekit/agents';
import { z } from 'zod';
import type { Assistant } from '../assistant-file.ts';
import { defineTool } from './tool.ts';
import type { Tool } from './tool.ts';

/** What servers of language models allow. */
const LONGEST_NAME = 64;

const nameTool = (assistant: string) => `hand_off_to_${assistant.replaceAll('-', '_')}`;

/**
 * What keeps an assistant from being handed calls: no two tools may have the same name.
 *
 * @param targets - all that the same assistant may hand calls to.
 */
export function findHandOffFlaw(target: string, targets: readonly string[]): string | undefined {
  const name = nameTool(target);
  if (name.length > LONGEST_NAME)
    return `has too long a name for a hand-off; expected ${LONGEST_NAME - nameTool('').length} characters at most`;
  const same = targets.slice(0, targets.indexOf(target)).find((other) => nameTool(other) === name);
  return same && `can't be told from ${same}, as "-" and "_" are the same in a hand-off; rename one of them`;
}

/**
 * A tool for each assistant to which this one may hand the call. The file says when; the model is told so in the tool's
 * description, which is all that a hand-off adds to a request. A target with a flaw has none.
 *
 * @param handOver - makes the next assistant's agent; throws what the model is told where it can't be had.
 */
export function createHandOffTools(
  { handOffs }: Assistant,
  handOver: (name: string) => Promise<llm.AgentHandoff>,
): Tool[] {
  const targets = Object.keys(handOffs);
  const sound = Object.entries(handOffs).filter(([name]) => !findHandOffFlaw(name, targets));
  return sound.map(([name, when]) =>
    defineTool({
      name: nameTool(name),
      description: `Hands the call to another assistant, who goes on in your place. Use it when: ${when}`,
      parameters: z.object({}),
      policy: { isWaitedFor: false },
      run: () => handOver(name),
    }),
  );
}
