import { rows } from '../calibrated/rows.ts';
import type { Row, RowName } from '../calibrated/rows.ts';
import { startCalibratedServers } from '../calibrated/start.ts';
import type { RunningServers } from './running-servers.ts';
import type { StackParts } from './stack-parts.ts';

/** What a kind of servers may need of its run. */
export interface ServerNeeds {
  parts: StackParts;
  /** The recordings that callers play: calibrated servers recognise them. */
  corpusFolder: string;
}

/** A kind of model servers that arms are compared on. */
export interface ServerKind {
  name: string;
  /** What it stands for, in one line for the report. */
  description: string;
  start: (needs: ServerNeeds) => Promise<RunningServers>;
}

/** Every kind of model servers that there is. */
export const serverKinds: readonly ServerKind[] = [
  ...Object.entries(rows).map(([name, row]) => createCalibrated(name as RowName, row)),
  {
    name: 'real',
    description: 'the models of `npm start` (whisper tiny.en, Kokoro int8, the language model that is there)',
    start: ({ parts }) => parts.startModels(),
  },
];

function createCalibrated(name: RowName, { stt, llm, tts }: Row): ServerKind {
  const streaming = stt.streamingMs === undefined ? '' : `, streaming ${stt.streamingMs} ms`;
  return {
    name,
    description: `calibrated: STT ${stt.batchMs} ms${streaming} · LLM ${llm.ttftMs} ms + ${llm.tokensPerSecond} tok/s · TTS ${tts.ttfbMs} ms + ${tts.realTimeFactor} × real time`,
    start: async ({ corpusFolder }) => {
      const { servers, takeCalibration, stop } = await startCalibratedServers(name, corpusFolder);
      const takeSleepErrorMs = async () => {
        const stations = Object.values(await takeCalibration());
        return Math.max(...stations.map(({ worstMs }) => worstMs));
      };
      return { servers, takeSleepErrorMs, stop };
    },
  };
}
