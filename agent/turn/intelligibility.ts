import type { Hypothesis } from '../hypothesis.ts';

/** Of more words than {@link FEW_WORDS}; a guess is less sure. */
const LEAST_LOGPROB = -0.9;

/** "Yes", "sure", "okay": one or two words give a model little to be sure by. */
const FEW_WORDS = 2;
const LEAST_LOGPROB_OF_FEW = -1.2;

/** Few words above this probability of no speech are those that Whisper makes of noise: "Thank you.", "you". */
const MOST_NO_SPEECH_OF_FEW = 0.5;

/**
 * Whether words are a guess, which nobody should be answered by. False where the server does not tell how sure it is.
 *
 * The thresholds are fitted on 557 recordings through models/stt with tiny.en (2026-11-21): the corpus as it is, and 40
 * dB quieter, clipped, over the telephone, with half its packets lost, with noise at 10 to -10 dB and backwards; 36
 * sentences in seven languages that the model does not know; noise alone. Of 259 understood with at most 20 % of the
 * words wrong, 1 is taken for a guess; of 112 with at least half of them wrong, 73, among them 34 of the 36 in other
 * languages. All voices are synthetic. Real ones make the model less sure, so the thresholds are lower than the best
 * fit: -0.8 would catch 81 of the 94 longer ones, not 68, and refuse 1 of 228.
 */
export function isUnclear({ text, confidence }: Hypothesis): boolean {
  if (text === '' || !confidence) return false;
  const isLong = (text.match(/[\p{L}\p{N}'’]+/gu)?.length ?? 0) > FEW_WORDS;
  if (isLong) return confidence.logprob < LEAST_LOGPROB;
  return confidence.logprob < LEAST_LOGPROB_OF_FEW || confidence.noSpeech > MOST_NO_SPEECH_OF_FEW;
}
