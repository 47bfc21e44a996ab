import type { llm } from '@livekit/agents';
import { addToInstructions } from '../instructions.ts';

/** Tells the language model which servers are out of reach, so that it says so when asked for what they do. */
export function tellUnreachable(list: () => string[]) {
  return (context: llm.ChatContext): llm.ChatContext => {
    const names = list();
    if (names.length === 0) return context;
    return addToInstructions(
      context,
      `Out of reach at the moment, with all they could do: ${names.join(', ')}. Say so when asked for it.`,
    );
  };
}
