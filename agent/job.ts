import { defineAgent } from '@livekit/agents';
import type { VAD } from '@livekit/agents';
import * as silero from '@livekit/agents-plugin-silero';
import { readConfig } from './config.ts';
import { reportRunningCall } from './running-call.ts';
import { startCall } from './session.ts';

/** One job is one call, in a process of its own that waits prewarmed: imports done and the VAD model loaded. */
export default defineAgent({
  prewarm: async (proc) => {
    proc.userData['vad'] = await silero.VAD.load();
  },
  entry: async (ctx) => {
    const config = readConfig(process.env);
    await ctx.connect();
    reportRunningCall(ctx);
    const caller = await ctx.waitForParticipant().catch(() => undefined);
    if (!caller) return; // Nobody came, and the room was closed.
    await startCall(ctx, config, ctx.proc.userData['vad'] as VAD);
  },
});
