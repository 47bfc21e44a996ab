import { defineAgent, voice } from '@livekit/agents';
import type { VAD } from '@livekit/agents';
import * as openai from '@livekit/agents-plugin-openai';
import * as silero from '@livekit/agents-plugin-silero';

/** agents-js as its documentation wires it: the silero and openai plugins, every option at its default. */
export default defineAgent({
  prewarm: async (proc) => {
    proc.userData['vad'] = await silero.VAD.load();
  },
  entry: async (ctx) => {
    const read = (name: string) => process.env[name] ?? '';
    const apiKey = 'not-needed';
    const session = new voice.AgentSession({
      vad: ctx.proc.userData['vad'] as VAD,
      stt: new openai.STT({
        baseURL: read('STT_BASE_URL'),
        apiKey,
        model: read('STT_MODEL'),
        useRealtime: false,
      }),
      llm: new openai.LLM({ baseURL: read('LLM_BASE_URL'), apiKey, model: read('LLM_MODEL') }),
      tts: new openai.TTS({
        baseURL: read('TTS_BASE_URL'),
        apiKey,
        model: read('TTS_MODEL'),
        voice: read('TTS_VOICE') as 'alloy',
      }),
    });
    await ctx.connect();
    await session.start({
      agent: new voice.Agent({ instructions: read('INSTRUCTIONS') }),
      room: ctx.room,
      record: false,
    });
    session.say(read('GREETING'));
  },
});
