import { defineAgent } from '@livekit/agents';
import type { VAD } from '@livekit/agents';
import { readConfig } from '../../../agent/config.ts';
import shipped from '../../../agent/job.ts';
import { allLevers } from '../../../agent/levers.ts';
import { startCall } from '../../../agent/session.ts';

/** Our own job with one lever off: the one that BENCH_LEVER_OFF names. */
export default defineAgent({
  ...shipped,
  entry: async (ctx) => {
    const off = process.env['BENCH_LEVER_OFF'] ?? '';
    if (!(off in allLevers))
      throw new Error(`BENCH_LEVER_OFF is "${off}", expected one of ${Object.keys(allLevers).join(', ')}.`);
    const config = readConfig(process.env);
    await ctx.connect();
    await ctx.waitForParticipant();
    await startCall(ctx, config, ctx.proc.userData['vad'] as VAD, { ...allLevers, [off]: false });
  },
});
