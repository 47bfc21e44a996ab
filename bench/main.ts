import { join } from 'node:path';
import { arms as allArms } from './arms/arms.ts';
import type { LiveKitAccess } from './arms/arm.ts';
import type { CorpusItem } from './corpus/manifest.ts';
import { loadCorpus } from './corpus/manifest.ts';
import { measureFloorMs } from './floor.ts';
import { readOptions } from './options.ts';
import type { BenchChoices, BenchOptions } from './options.ts';
import { Results } from './report/results.ts';
import { describeCommit, describeMachine } from './report/run-description.ts';
import type { RunDescription } from './report/run-description.ts';
import { spread } from './report/summary.ts';
import { measureArms } from './run.ts';
import { planCalls } from './schedule.ts';
import { serverKinds } from './servers/server-kinds.ts';
import type { ServerKind } from './servers/server-kinds.ts';
import { StackParts } from './servers/stack-parts.ts';

/** Rough, for the estimate at the start: a turn with its answer, the rest of a call, the start of a worker. */
const TURN_S = 12;
const CALL_S = 12;
const WORKER_S = 8;

const root = join(import.meta.dirname, '..');
const cacheDir = join(root, process.env['PARLEY_CACHE_DIR'] ?? '.cache');

const choices: BenchChoices = {
  servers: serverKinds.map(({ name }) => name),
  arms: allArms.map(({ name }) => name),
  defaults: { servers: 'slow,fast,real', arms: allArms.map(({ name }) => name).join(',') },
  quick: { servers: 'slow', arms: 'stock,parley' },
};

/** Measures what the options ask for; the results lie in the folder they name, from the first call on. */
async function main(signal: AbortSignal): Promise<void> {
  const options = readOptions(process.argv.slice(2), choices, join(cacheDir, 'bench'));
  const parts = await StackParts.prepare(process.env);
  try {
    const livekit = await parts.startLiveKit();
    const kinds = serverKinds.filter(({ name }) => options.servers.includes(name));
    const corpusFolder = options.corpus ?? (await parts.makeCorpus(cacheDir));
    const plan = planCalls(await readTestHalf(corpusFolder), options);
    announce(options, kinds.length);
    const results = await Results.create(options.out, await describeRun(options, kinds, livekit));
    let report = '';
    const onCall = async (turns: Parameters<Results['add']>[0]) => {
      report = await results.add(turns);
    };
    for (const kind of kinds) {
      const arms = allArms.filter(({ name }) => options.arms.includes(name));
      await measureArms(kind, arms, {
        needs: { parts, corpusFolder },
        livekit,
        plan,
        onCall,
        report: console.log,
        signal,
      });
    }
    console.log(`\n${report}\nevery turn, the tables and the plots: ${options.out}`);
  } finally {
    await parts.stop();
  }
}

/** One half of our own corpus is what the turn model was fitted on; it is measured on the other. */
async function readTestHalf(folder: string): Promise<CorpusItem[]> {
  const items = await loadCorpus(folder);
  return items.filter(({ half }) => half === 'test');
}

function announce({ arms, turns, turnsPerCall, out }: BenchOptions, kinds: number): void {
  const calls = Math.ceil(turns / turnsPerCall);
  const seconds = kinds * arms.length * (turns * TURN_S + calls * CALL_S + WORKER_S);
  console.log(
    `${kinds} kinds of servers × ${arms.length} arms × ${turns} turns: about ${Math.ceil(seconds / 60)} minutes; results so far are in ${out}`,
  );
}

async function describeRun(
  options: BenchOptions,
  kinds: ServerKind[],
  livekit: LiveKitAccess,
): Promise<RunDescription> {
  return {
    command: ['npm run bench --', ...process.argv.slice(2)].join(' '),
    startedAt: new Date().toISOString(),
    ...describeMachine(),
    commit: await describeCommit(root),
    corpus: options.corpus ?? 'our own',
    floor: spread(await measureFloorMs(livekit, `bench-floor-${Date.now()}`)),
    servers: kinds.map(({ name, description }) => ({ name, description })),
  };
}

const controller = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(name, () => {
    if (controller.signal.aborted) process.exit(130);
    console.log('stopping');
    controller.abort(new Error(`stopped by ${name}`));
  });
try {
  await main(controller.signal);
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(controller.signal.aborted ? 130 : 1);
}
