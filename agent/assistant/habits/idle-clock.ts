/** What goes on in a call at a moment. `aside`: the agent asks whether the caller is there. */
export type CallActivity = 'caller' | 'agent' | 'tool' | 'away' | 'aside' | 'none';

/** How long a caller may say nothing, counted from when both sides fell silent; 0 is for ever. */
export interface IdleLimits {
  askAfterS: number;
  hangUpAfterS: number;
}

/** Who has asked for a moment is looking something up, or talks to somebody else: that takes minutes. */
const LONGER_WAIT_S = 120;

/** The limits of a caller who has told the agent to wait: not asked, or hung up on, before {@link LONGER_WAIT_S}. */
export function waitLonger({ askAfterS, hangUpAfterS }: IdleLimits): IdleLimits {
  const moreS = Math.max(0, LONGER_WAIT_S - (askAfterS || hangUpAfterS));
  const add = (limitS: number) => (limitS > 0 ? limitS + moreS : 0);
  return { askAfterS: add(askAfterS), hangUpAfterS: add(hangUpAfterS) };
}

/** Decides when to ask a silent caller whether they are there, once, and when to hang up. A pure function of a timeline. */
export class IdleClock {
  readonly #getLimits: () => IdleLimits;
  #silentSinceMs: number | undefined;
  #hasAsked = false;
  #isOver = false;

  /** @param getLimits - asked each time: another assistant may take the call. */
  constructor(getLimits: () => IdleLimits) {
    this.#getLimits = getLimits;
  }

  /**
   * Tells what is going on, several times a second.
   *
   * @param nowMs - on any clock that only goes forward.
   * @returns what is due.
   */
  tick(nowMs: number, activity: CallActivity): 'ask' | 'hangUp' | undefined {
    if (activity !== 'none' && activity !== 'aside') {
      this.#silentSinceMs = undefined;
      this.#hasAsked = false;
      this.#isOver = false; // Who spoke over the goodbye keeps the call.
      return undefined;
    }
    this.#silentSinceMs ??= nowMs;
    if (activity === 'aside' || this.#isOver) return undefined;
    const { askAfterS, hangUpAfterS } = this.#getLimits();
    const silentMs = nowMs - this.#silentSinceMs;
    const isDue = (afterS: number) => afterS > 0 && silentMs >= 1000 * afterS;
    if (isDue(hangUpAfterS)) {
      this.#isOver = true;
      return 'hangUp';
    }
    if (this.#hasAsked || !isDue(askAfterS)) return undefined;
    this.#hasAsked = true;
    return 'ask';
  }
}
