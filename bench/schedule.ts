import type { CorpusItem } from './corpus/manifest.ts';
import { shuffle } from './statistics.ts';

/** One turn of a caller: a recording that asks for an answer, and one that is played over that answer. */
export interface Scenario {
  question: CorpusItem;
  overlap?: CorpusItem;
}

/** The turns that every arm hears in one of its calls, in this order. */
export type CallPlan = Scenario[];

type Kind = CorpusItem['kind'];

/**
 * What follows what: pauses weigh most, since cutoffs are rare and count. The last three kinds come on top of an
 * answer to a complete question. A quick run takes the first ones.
 */
const cycle: Kind[] = [
  'complete',
  'paused',
  'bargein',
  'paused',
  'backchannel',
  'paused',
  'noisy',
  'paused',
  'bargein',
  'noise',
  'paused',
  'complete',
];
const overlaps: ReadonlySet<Kind> = new Set<Kind>(['bargein', 'backchannel', 'noise']);

/**
 * Plans calls of some turns each, `turns` in all. Recordings of a kind come in an order that repeats with the seed,
 * and none comes again before all have been heard: an answer that a cache remembers would be no measurement.
 *
 * @throws Error when the corpus holds nothing that asks for an answer.
 */
export function planCalls(
  corpus: readonly CorpusItem[],
  { turns, turnsPerCall, seed }: { turns: number; turnsPerCall: number; seed: number },
): CallPlan[] {
  const byKind = new Map<Kind, CorpusItem[]>();
  for (const item of shuffle(corpus, seed)) byKind.set(item.kind, [...(byKind.get(item.kind) ?? []), item]);
  const kinds = cycle.filter((kind) => byKind.has(kind) && (!overlaps.has(kind) || byKind.has('complete')));
  if (!kinds.some((kind) => !overlaps.has(kind)))
    throw new Error(
      'The corpus holds no recording of the kinds complete, paused or noisy: nothing asks for an answer.',
    );
  const taken = new Map<Kind, number>();
  const take = (kind: Kind): CorpusItem => {
    const index = taken.get(kind) ?? 0;
    taken.set(kind, index + 1);
    const items = byKind.get(kind) ?? [];
    return items[index % items.length] as CorpusItem;
  };
  const scenarios = Array.from({ length: turns }, (_, turn): Scenario => {
    const kind = kinds[turn % kinds.length] as Kind;
    return overlaps.has(kind)
      ? { question: take('complete'), overlap: take(kind) }
      : { question: take(kind) };
  });
  return Array.from({ length: Math.ceil(turns / turnsPerCall) }, (_, call) =>
    scenarios.slice(call * turnsPerCall, (call + 1) * turnsPerCall),
  );
}

/** Who calls first changes from round to round, so that a machine that gets slower does not always meet the same arm. */
export function rotate<Item>(items: readonly Item[], by: number): Item[] {
  const start = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
