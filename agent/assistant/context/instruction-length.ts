import { join } from 'node:path';
import { YamlFile } from '../../yaml-file.ts';
import type { Assistant, AssistantFile } from '../assistant-file.ts';
import { estimateTokens } from './token-count.ts';

/** Instructions that take more of `maxTokens` leave too little for notes and messages. */
const MOST_SHARE = 1 / 2;

/** A line for each of a file's instructions that leave too little of `context.maxTokens` for the conversation. */
export function findLongInstructions(dir: string, { assistant, variants }: AssistantFile): string[] {
  const own = variants.map((variant) => variant.assistant).filter((variant) => !isAlike(variant, assistant));
  return [assistant, ...own].flatMap(({ name, variant, instructions, context: { maxTokens } }) => {
    const tokens = estimateTokens(instructions);
    if (tokens <= maxTokens * MOST_SHARE) return [];
    const path = [...(variant ? ['experiment', 'variants', variant.name] : []), 'instructions'];
    const place = new YamlFile(join(dir, `${name}.yaml`)).locate(path);
    const enough = Math.ceil(tokens / MOST_SHARE / 100) * 100;
    return `${place}: instructions: about ${tokens} tokens, of ${maxTokens} for them, the notes and the last messages together; shorten them, or set context.maxTokens to ${enough}`;
  });
}

function isAlike(one: Assistant, other: Assistant): boolean {
  return one.instructions === other.instructions && one.context.maxTokens === other.context.maxTokens;
}
