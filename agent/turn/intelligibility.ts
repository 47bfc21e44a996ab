import type { Hypothesis } from '../hypothesis.ts';

const LEAST_LOGPROB = -1;

/** Whether what was heard is a guess that nobody should be answered by. */
export function isUnclear({ text, confidence }: Hypothesis): boolean {
  return text !== '' && confidence !== undefined && confidence.logprob < LEAST_LOGPROB;
}
