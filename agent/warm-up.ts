import { setTimeout as sleep } from 'node:timers/promises';
import { loadAssistant } from './assistant/assistant-file.ts';
import { createSpeaker } from './call-models.ts';
import type { Config } from './config.ts';
import { describeCapabilities, examineModel } from './llm/capabilities.ts';
import type { Capabilities } from './llm/capabilities.ts';
import { transcribe } from './stt/batch-transcription.ts';
import { createSpeechSource } from './tts/speech-synthesizer.ts';
import { LISTENING_RATE_HZ } from './turn-audio.ts';

/** A cold model may need this long for its first word. */
const FIRST_WORD_TIMEOUT_MS = 60_000;
const RETRY_DELAY_MS = 1_000;

/** Failing this often in a row is worth another line in the log. */
const REPORT_EVERY = 15;

/**
 * Waits until STT, LLM and TTS have each answered one real request, so that the first caller meets warm models.
 * A model that does not answer is reported and asked again, without end: it may be starting still.
 *
 * @returns what the language model showed that it can do.
 */
export async function warmUpModels(
  config: Config,
  report: (line: string) => void,
): Promise<Capabilities | undefined> {
  let found: Capabilities | undefined;
  const examine = async () => {
    found = await examineModel(config.llm);
    report(`language model ${config.llm.model}: ${describeCapabilities(found)}`);
  };
  const models = [
    { name: 'STT', server: config.stt, attempt: () => transcribeSilence(config.stt) },
    { name: 'LLM', server: config.llm, attempt: examine },
    { name: 'TTS', server: config.tts, attempt: () => speakFixedSentences(config) },
  ];
  await Promise.all(
    models.map(async ({ name, server, attempt }) => {
      for (let failures = 0; ; failures++) {
        const problem = await attempt().catch(describe);
        if (problem === undefined) break;
        if (failures % REPORT_EVERY === 0) report(`waiting for ${name} at ${server.baseUrl}: ${problem}`);
        await sleep(RETRY_DELAY_MS);
      }
      report(`${name} has answered: ${server.model} at ${server.baseUrl}`);
    }),
  );
  return found;
}

async function transcribeSilence(stt: Config['stt']): Promise<void> {
  const halfASecond = new Int16Array(LISTENING_RATE_HZ / 2);
  await transcribe(stt, halfASecond, AbortSignal.timeout(FIRST_WORD_TIMEOUT_MS));
}

/** The sentences that are the same in every call are on this machine's disk from now on. */
async function speakFixedSentences(config: Config): Promise<void> {
  const { tts, assistants } = config;
  const speaker = createSpeaker(config, loadAssistant(assistants.dir, assistants.default));
  const { voice, speed, language } = speaker;
  const source = createSpeechSource({ ...tts, voice, speed, language });
  for (const sentence of [speaker.greeting, speaker.sentences.apology]) {
    const signal = AbortSignal.timeout(FIRST_WORD_TIMEOUT_MS);
    await source.prepare(sentence, signal, FIRST_WORD_TIMEOUT_MS);
    if (signal.aborted) throw new Error(`no audio within ${FIRST_WORD_TIMEOUT_MS} ms`);
  }
}

/** fetch and the OpenAI client keep what really happened in the cause of their errors. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${describe(error.cause)})`;
}
