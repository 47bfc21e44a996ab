import { z } from 'zod';
import type { Passage } from '../../../documents/passages.ts';

/** What the process of a call asks the worker. */
export interface SearchQuery {
  folder: string;
  question: string;
  /** What was asked before it. */
  before: string;
}

const QUERY_CASE = 'parley.search';
const ANSWER_CASE = 'parley.passages';

const querySchema = z.object({
  case: z.literal(QUERY_CASE),
  value: z.object({ id: z.int(), folder: z.string(), question: z.string(), before: z.string() }),
});

const answerSchema = z.object({
  case: z.literal(ANSWER_CASE),
  value: z.object({ id: z.int(), passages: z.array(z.custom<Passage>()).optional() }),
});

/** Messages between the processes; the framework ignores those it does not know. */
export function writeQuery(id: number, query: SearchQuery) {
  return { case: QUERY_CASE, value: { id, ...query } };
}

export function readQuery(message: unknown): (SearchQuery & { id: number }) | undefined {
  return querySchema.safeParse(message).data?.value;
}

/** @param passages - undefined where nothing could be searched. */
export function writeAnswer(id: number, passages: readonly Passage[] | undefined) {
  return { case: ANSWER_CASE, value: { id, passages } };
}

export function readAnswer(message: unknown): { id: number; passages?: Passage[] | undefined } | undefined {
  return answerSchema.safeParse(message).data?.value;
}
