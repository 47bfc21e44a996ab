import fitted from './end-of-turn-weights.json' with { type: 'json' };

/** Pauses remembered: what the caller did lately counts, and one strange call opening does not for ever. */
const MEMORY_PAUSES = 30;
/** A pause outside of this range says nothing of habits: a stop consonant, or an interruption. */
const SHORTEST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 4000;
/** How far a caller's typical pause may move from everybody's, as a factor. Down less than up: pauses that the agent
 * took for the end are never seen, so what is seen is biased towards the short ones. */
const SHORTEST_FACTOR = 0.75;
const LONGEST_FACTOR = 2;

/**
 * How long this caller pauses inside a turn. Log-normal: everybody's pauses at first, drawn towards this caller's
 * own with each one (the posterior mean with a normal prior on the logarithm).
 */
export class PauseHabits {
  readonly #logs: number[] = [];

  /** @param ms silence between two utterances of one turn, in milliseconds; what is no length of a pause is ignored. */
  addPause(ms: number): void {
    if (!(ms >= SHORTEST_PAUSE_MS && ms <= LONGEST_PAUSE_MS)) return;
    this.#logs.push(Math.log(ms));
    if (this.#logs.length > MEMORY_PAUSES) this.#logs.shift();
  }

  /** This caller's typical pause in milliseconds: half of them are longer. */
  get medianMs(): number {
    const { medianMs, priorPauses } = fitted.pauses;
    const sum = this.#logs.reduce((total, log) => total + log, priorPauses * Math.log(medianMs));
    const median = Math.exp(sum / (priorPauses + this.#logs.length));
    return Math.min(LONGEST_FACTOR * medianMs, Math.max(SHORTEST_FACTOR * medianMs, median));
  }

  /** The share of this caller's pauses that last longer than `ms`: 1 at 0, falling towards 0. */
  survival(ms: number): number {
    if (ms <= 0) return 1;
    const { logSpread, priorPauses } = fitted.pauses;
    // The mean is itself uncertain, the less so the more pauses were heard.
    const spread = logSpread * Math.sqrt(1 + 1 / (priorPauses + this.#logs.length));
    return computeUpperTail(Math.log(ms / this.medianMs) / spread);
  }
}

/** Share of a standard normal above z, to 1e-7 (Abramowitz and Stegun 26.2.17). */
function computeUpperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z >= 0 ? tail : 1 - tail;
}
