import type { AssistantFile } from '../assistant-file.ts';
import { estimateTokens } from './token-count.ts';

/** Instructions that take more of `maxTokens` leave too little for notes and messages. */
const MOST_SHARE = 1 / 2;

/** A line for each of a file's instructions that leave too little of `context.maxTokens` for the conversation. */
export function findLongInstructions({ assistant, variants }: AssistantFile): string[] {
  const all = [assistant, ...variants.map((variant) => variant.assistant)];
  const problems = all.flatMap(({ name, locate, instructions, context: { maxTokens } }) => {
    const tokens = estimateTokens(instructions);
    if (tokens <= maxTokens * MOST_SHARE) return [];
    const enough = Math.ceil(tokens / MOST_SHARE / 100) * 100;
    return `${locate?.(['instructions']) ?? name}: instructions: about ${tokens} tokens, of ${maxTokens} for them, the notes and the last messages together; shorten them, or set context.maxTokens to ${enough}`;
  });
  return [...new Set(problems)]; // Variants share what they do not change.
}
