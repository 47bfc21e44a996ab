import { allLevers } from '../../agent/levers.ts';
import type { Levers } from '../../agent/levers.ts';
import type { Arm } from './arm.ts';
import { pipecat } from '../pipecat/arm.ts';
import { startNodeWorker } from './node-worker.ts';

const stock: Arm[] = [
  {
    name: 'stock',
    start: (servers, livekit) =>
      startNodeWorker({
        agentName: 'stock',
        main: './worker-main.ts',
        servers,
        livekit,
        env: { BENCH_JOB: './stock/job.ts' },
      }),
  },
  {
    name: 'stock-v1mini',
    start: (servers, livekit) =>
      startNodeWorker({
        agentName: 'stock-v1mini',
        main: './worker-main.ts',
        servers,
        livekit,
        env: { BENCH_JOB: './stock/job.ts', STOCK_TURNS: 'v1mini' },
      }),
  },
];

/** The worker as it is shipped, with the given settings. */
function createShipped(name: string, env: Record<string, string>): Arm {
  return {
    name,
    start: (servers, livekit) =>
      startNodeWorker({ agentName: name, main: '../../agent/main.ts', servers, livekit, env }),
  };
}

function createAblated(lever: keyof Levers): Arm {
  const name = `parley-no-${lever.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return {
    name,
    start: (servers, livekit) =>
      startNodeWorker({
        agentName: name,
        main: './worker-main.ts',
        servers,
        livekit,
        env: { BENCH_JOB: './ablated/job.ts', BENCH_LEVER_OFF: lever },
      }),
  };
}

/** Every pipeline that the bench can call. */
export const arms: readonly Arm[] = [
  ...stock,
  pipecat,
  createShipped('parley', {}),
  createShipped('parley-eager', { TURN_PRESET: 'eager' }),
  createShipped('parley-patient', { TURN_PRESET: 'patient' }),
  ...(Object.keys(allLevers) as (keyof Levers)[]).map(createAblated),
];

/** The pipelines themselves, without variants of ours. */
export const mainArms = ['stock', 'stock-v1mini', 'pipecat', 'parley'];
