import './production.ts';
import { join } from 'node:path';
import { rejectOnAbort } from './abort.ts';
import { arms as allArms, mainArms } from './arms/arms.ts';
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
import type { MeasuredCall } from './run.ts';
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

const allArmNames = allArms.map(({ name }) => name);
const choices: BenchChoices = {
  servers: serverKinds.map(({ name }) => name),
  arms: allArmNames,
  defaults: { servers: ['slow', 'fast', 'real'], arms: allArmNames, armsElsewhere: mainArms },
  quick: { servers: ['slow'], arms: ['stock', 'parley'], armsElsewhere: [] },
};

/** Measures what the options ask for; the results lie in the folder they name, from the first call on. */
async function main(signal: AbortSignal): Promise<void> {
  const options = readOptions(process.argv.slice(2), choices, join(cacheDir, 'bench'));
  const parts = await StackParts.prepare(process.env);
  try {
    await Promise.race([measure(options, parts, signal), rejectOnAbort(signal)]);
  } finally {
    await parts.stop();
  }
}

async function measure(options: BenchOptions, parts: StackParts, signal: AbortSignal): Promise<void> {
  const livekit = await parts.startLiveKit();
  const kinds = serverKinds.filter(({ name }) => options.servers.includes(name));
  const corpusFolder = options.corpus ?? (await parts.makeCorpus(cacheDir));
  const plan = planCalls(await readTestHalf(corpusFolder), options);
  announce(options);
  const results = await Results.create(options.out, await describeRun(options, kinds, livekit));
  let report = '';
  const onCall = async ({ turns, failure }: MeasuredCall) => {
    report = await results.add(turns, failure);
  };
  for (const [index, kind] of kinds.entries()) {
    const names = index === 0 ? options.arms : options.armsElsewhere;
    const arms = allArms.filter(({ name }) => names.includes(name));
    const needs = { parts, corpusFolder };
    await measureArms(kind, arms, { needs, livekit, plan, onCall, report: console.log, signal });
  }
  console.log(`\n${report}\nevery turn, the tables and the plots: ${options.out}`);
}

/** One half of our own corpus is what the turn model was fitted on; it is measured on the other. */
async function readTestHalf(folder: string): Promise<CorpusItem[]> {
  const items = await loadCorpus(folder);
  return items.filter(({ half }) => half === 'test');
}

function announce({ servers, arms, armsElsewhere, turns, turnsPerCall, out }: BenchOptions): void {
  const calls = Math.ceil(turns / turnsPerCall);
  const runs = arms.length + (servers.length - 1) * armsElsewhere.length;
  const minutes = Math.ceil((runs * (turns * TURN_S + calls * CALL_S + WORKER_S)) / 60);
  console.log(
    `${turns} turns of each arm: about ${minutes} minutes, in which nothing else should run here; results so far are in ${out}`,
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
