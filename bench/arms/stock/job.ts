import { defineAgent, inference, voice } from '@livekit/agents';
import type { VAD } from '@livekit/agents';
import * as openai from '@livekit/agents-plugin-openai';
import * as silero from '@livekit/agents-plugin-silero';
import { assistant } from '../../assistant.ts';
import { readConfig } from '../../../agent/config.ts';
import type { Config } from '../../../agent/config.ts';

/** STOCK_TURNS=v1mini: VAD and turn detector of agents itself, pinned to the one that runs offline. */
const isV1Mini = process.env['STOCK_TURNS'] === 'v1mini';

/** agents-js as its documentation wires it: the silero and openai plugins, every option at its default. */
export default defineAgent({
  prewarm: async (proc) => {
    proc.userData['vad'] = isV1Mini ? new inference.VAD() : await silero.VAD.load();
  },
  entry: async (ctx) => {
    const session = createSession(readConfig(process.env), ctx.proc.userData['vad'] as VAD);
    await ctx.connect();
    await session.start({
      agent: new voice.Agent({ instructions: assistant.instructions }),
      room: ctx.room,
      record: false,
    });
    session.say(assistant.greeting);
  },
});

function createSession({ stt, llm, tts }: Config, vad: VAD): voice.AgentSession {
  return new voice.AgentSession({
    vad,
    stt: new openai.STT({ baseURL: stt.baseUrl, apiKey: stt.apiKey, model: stt.model, useRealtime: false }),
    llm: new openai.LLM({ baseURL: llm.baseUrl, apiKey: llm.apiKey, model: llm.model }),
    tts: new openai.TTS({
      baseURL: tts.baseUrl,
      apiKey: tts.apiKey,
      model: tts.model,
      voice: tts.voice as 'alloy', // The plugin's types know OpenAI's own voices only.
    }),
    ...(isV1Mini
      ? { turnHandling: { turnDetection: new inference.TurnDetector({ version: 'v1-mini' }) } }
      : {}),
  });
}
