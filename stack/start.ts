import { resolve } from 'node:path';
import type { StackConfig } from './config.ts';
import { readKeys } from './keys.ts';
import { chooseLlm } from './llm-choice.ts';
import type { LlmChoice } from './llm-choice.ts';
import { checkPorts } from './ports.ts';
import { report } from './progress.ts';
import { getServerUrls, listPorts, listServices } from './services.ts';
import type { StackPlan } from './services.ts';
import { setUp } from './setup.ts';
import { Supervisor } from './supervisor.ts';

const ORPHAN_CHECK_MS = 1000;

/** Sets everything up and runs the stack until a signal ends it. */
export async function runStack(config: StackConfig, root: string): Promise<void> {
  const startedAtMs = Date.now();
  const plan = await planStack(config, root);
  await checkPorts(listPorts(plan));
  const supervisor = new Supervisor();
  const stopped = stopOnSignal(supervisor);
  const services = listServices(plan);
  try {
    await Promise.race([supervisor.start(services), stopped]);
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  announce(plan, Date.now() - startedAtMs);
  await stopped;
}

async function planStack(config: StackConfig, root: string): Promise<StackPlan> {
  const installation = await setUp(config, root);
  const keys = readKeys(config, resolve(root, config.PARLEY_CACHE_DIR));
  return { config, keys, llm: await chooseConfiguredLlm(config), ...installation };
}

/** Which language model answers, as the environment and this machine have it now. */
export function chooseConfiguredLlm(config: StackConfig): Promise<LlmChoice> {
  return chooseLlm({
    configuredBaseUrl: config.LLM_BASE_URL,
    apiKey: config.LLM_API_KEY,
    model: config.LLM_MODEL,
    offlineBaseUrl: `http://127.0.0.1:${config.LLM_PORT}/v1`,
  });
}

function announce(plan: StackPlan, elapsedMs: number): void {
  report(`language model: ${plan.llm.label}`);
  report(`ready after ${(elapsedMs / 1000).toFixed(1)} s`);
  report(`open ${getServerUrls(plan).page} and speak; Ctrl-C stops everything`);
}

/** Resolves when the stack has been stopped by a signal, or because whoever started it is gone. */
function stopOnSignal(supervisor: Supervisor): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearInterval(timer);
      supervisor.stop().then(resolve, reject);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
    const parent = process.ppid;
    const timer = setInterval(() => {
      if (process.ppid !== parent) stop();
    }, ORPHAN_CHECK_MS);
  });
}
