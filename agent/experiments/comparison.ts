import type { CallLine, TurnLine } from './log-lines.ts';

/** How one variant of an experiment did. */
export interface VariantResult {
  variant: string;
  calls: number;
  /** Calls that came to their end: see {@link isCompleted}. */
  completed: number;
  turns: number;
  /** Turns with an answer that was heard: what latency is computed from. */
  timed: number;
  /** End of speech → first frame of the answer at the worker, in ms; undefined without any. */
  p50Ms: number | undefined;
  p95Ms: number | undefined;
  lostTurns: number;
}

/**
 * A call is completed when both sides were done: the agent said goodbye because it was agreed or handed the caller to a
 * person, or the caller hung up after an answer that they heard to its end. It is not when the caller hung up in the
 * middle of an answer, after a lost one, or without having said anything, when they fell silent or dropped out, when the
 * time was up, or when something failed. Turns are spoken ones: what is typed is not timed.
 */
export function isCompleted({ end, turns, lastOutcome }: Pick<CallLine, 'end' | 'turns' | 'lastOutcome'>) {
  if (end === 'goodbye' || end === 'transfer') return true;
  return end === 'caller' && turns > 0 && lastOutcome === 'answered';
}

/** Puts the variants of an experiment beside each other, by name. */
export function compareVariants(
  experiment: string,
  { turns, calls }: { turns: readonly TurnLine[]; calls: readonly CallLine[] },
): VariantResult[] {
  const ownTurns = turns.filter((turn) => turn.experiment === experiment);
  const ownCalls = calls.filter((call) => call.experiments[experiment] !== undefined);
  const variants = new Set([
    ...ownTurns.flatMap(({ variant }) => variant ?? []),
    ...ownCalls.flatMap(({ experiments }) => experiments[experiment] ?? []),
  ]);
  return [...variants].sort().map((variant) => {
    const variantTurns = ownTurns.filter((turn) => turn.variant === variant);
    const variantCalls = ownCalls.filter(({ experiments }) => experiments[experiment] === variant);
    const latenciesMs = variantTurns.flatMap(({ totalMs }) => totalMs ?? []).sort((a, b) => a - b);
    return {
      variant,
      calls: variantCalls.length,
      completed: variantCalls.filter(isCompleted).length,
      turns: variantTurns.length,
      timed: latenciesMs.length,
      p50Ms: pickQuantile(latenciesMs, 0.5),
      p95Ms: pickQuantile(latenciesMs, 0.95),
      lostTurns: variantTurns.filter(({ outcome }) => outcome === 'lost').length,
    };
  });
}

/** The nearest rank; of sorted values. */
function pickQuantile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}
