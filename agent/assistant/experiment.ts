import { createHash } from 'node:crypto';
import type { Assistant, AssistantFile } from './assistant-file.ts';

/** What a variant is drawn by: the same one gets the same variant, as long as the weights stay. */
export interface DrawKeys {
  /** Of this call, and no other: an assistant that gets a call back is the one that it was. */
  call?: string | undefined;
  /** Who calls, as far as it is known across calls: counts with `assign: caller`. */
  caller?: string | undefined;
}

/** Draws a variant of a file's experiment by weight; the file's assistant itself where there is none. */
export function drawVariant(
  { assistant, variants }: AssistantFile,
  { call, caller }: DrawKeys = {},
): Assistant {
  const { experiment } = assistant;
  if (!experiment) return assistant;
  const key = experiment.assign === 'caller' ? (caller ?? call) : call;
  const share = key ? hashToShare(`${experiment.name}\n${key}`) : Math.random();
  let left = share * variants.reduce((sum, { weight }) => sum + weight, 0);
  const drawn = variants.find(({ weight }) => (left -= weight) < 0);
  return drawn?.assistant ?? assistant;
}

/** 0 to 1, evenly spread. */
function hashToShare(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
}
