import { log } from '@livekit/agents';
import type { JobContext } from '@livekit/agents';
import { LISTENING_RATE_HZ } from '../turn-audio.ts';

/** What the end-of-turn model v1-mini hears at most. */
export const JUDGED_SAMPLES = 1.2 * LISTENING_RATE_HZ;

/** Under this name the framework's inference process, which all calls share, runs v1-mini. */
const INFERENCE_METHOD = 'lk_eot_audio';

/**
 * Judges by the sound of the last 1.2 s whether a turn is over: 16-bit mono samples at 16 kHz → probability, or
 * undefined where the model does not run. Licence of the model: only together with LiveKit Agents.
 */
export type AudioJudge = (samples: Int16Array) => Promise<number | undefined>;

/** LiveKit's v1-mini, in the worker's inference process. */
export function createAudioJudge(executor: JobContext['inferenceExecutor']): AudioJudge {
  return async (samples) => {
    const pcm = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).toString('base64');
    try {
      const answer = (await executor.doInference(INFERENCE_METHOD, { pcm })) as
        { probability?: number } | undefined;
      return answer?.probability;
    } catch (error) {
      log().warn({ reason: String(error) }, 'the end-of-turn model did not answer');
      return undefined;
    }
  };
}
