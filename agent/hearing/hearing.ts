import { LISTENING_RATE_HZ } from '../turn-audio.ts';
import { HearingAid } from './hearing-aid.ts';
import { InputGain } from './input-gain.ts';
import { NoiseSuppressor, SUPPRESSION_DELAY_MS, SUPPRESSION_RATE_HZ } from './noise-suppressor.ts';

/** How a caller is heard. */
export interface Hearing {
  /** Is to be given the room's audio at `rateHz`, frame by frame, before anything listens to it. */
  aid: HearingAid;
  rateHz: number;
  /** By how much later everything is heard. */
  delayMs: number;
}

/**
 * Callers who are too quiet are made louder; noise is suppressed only where an assistant asks for it, since
 * recognition does better without (figures: bench/noise/README.md).
 *
 * @param onProblem - told where noise can't be suppressed on this machine; the call goes on without.
 */
export async function createHearing(
  noiseSuppression: 'on' | 'off',
  onProblem: (problem: string) => void,
): Promise<Hearing> {
  if (noiseSuppression === 'on')
    try {
      const aid = new HearingAid(new InputGain(), await NoiseSuppressor.create());
      return { aid, rateHz: SUPPRESSION_RATE_HZ, delayMs: SUPPRESSION_DELAY_MS };
    } catch (error) {
      onProblem(`Noise is not suppressed, RNNoise does not start here: ${String(error)}`);
    }
  return { aid: new HearingAid(new InputGain(), undefined), rateHz: LISTENING_RATE_HZ, delayMs: 0 };
}
