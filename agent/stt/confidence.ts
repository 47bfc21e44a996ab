import { z } from 'zod';
import type { Confidence } from '../hypothesis.ts';

const logprob = z.number().max(0);
const share = z.number().min(0).max(1);

/** What our own server tells of a transcript. */
export const confidenceSchema = z.object({ avg_logprob: logprob, no_speech_prob: share });

/** What servers tell that answer as OpenAI's whisper-1 does (`verbose_json`): the same for each part, which lasts seconds. */
export const segmentSchema = z.object({
  start: z.number(),
  end: z.number(),
  avg_logprob: logprob.nullish(),
  no_speech_prob: share.nullish(),
});

/** What an answer may hold of it. */
export interface ToldConfidence {
  confidence?: z.infer<typeof confidenceSchema> | null | undefined;
  segments?: z.infer<typeof segmentSchema>[] | null | undefined;
}

/** Of all that was heard: segments count by their length; undefined where one of them tells nothing. */
export function readConfidence({ confidence, segments }: ToldConfidence): Confidence | undefined {
  if (confidence) return { logprob: confidence.avg_logprob, noSpeech: confidence.no_speech_prob };
  if (!segments?.length) return undefined;
  const sums = { seconds: 0, logprob: 0, noSpeech: 0 };
  for (const { start, end, avg_logprob: segmentLogprob, no_speech_prob: noSpeech } of segments) {
    if (segmentLogprob == null || noSpeech == null) return undefined;
    const seconds = Math.max(end - start, 0.01);
    sums.seconds += seconds;
    sums.logprob += segmentLogprob * seconds;
    sums.noSpeech += noSpeech * seconds;
  }
  return { logprob: sums.logprob / sums.seconds, noSpeech: sums.noSpeech / sums.seconds };
}
