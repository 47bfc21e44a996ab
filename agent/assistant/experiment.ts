import { createHash } from 'node:crypto';
import type { Assistant, AssistantFile } from './assistant-file.ts';

/**
 * Draws a variant of a file's experiment by weight; the file's assistant itself where there is none.
 *
 * @param callerKey - who calls, as far as it is known across calls: with `assign: caller` the same one gets the same
 *   variant, as long as the weights stay.
 */
export function drawVariant({ assistant, variants }: AssistantFile, callerKey?: string): Assistant {
  const { experiment } = assistant;
  if (!experiment) return assistant;
  const isStable = experiment.assign === 'caller' && callerKey !== undefined;
  const share = isStable ? hashToShare(`${experiment.name}\n${callerKey}`) : Math.random();
  let left = share * variants.reduce((sum, { weight }) => sum + weight, 0);
  const drawn = variants.find(({ weight }) => (left -= weight) < 0);
  return drawn?.assistant ?? assistant;
}

/** 0 to 1, evenly spread. */
function hashToShare(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
}
