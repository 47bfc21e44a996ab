import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { StackConfig } from './config.ts';
import { readKeys } from './keys.ts';
import { chooseLlm } from './llm-choice.ts';
import type { LlmChoice } from './llm-choice.ts';
import { chooseLocal, createQuestion, prepareLocalLlm } from './local-llm.ts';
import type { Consent } from './local-llm.ts';
import { checkPorts } from './ports.ts';
import { report } from './progress.ts';
import { getServerUrls, listPorts, listServices } from './services.ts';
import type { StackPlan } from './services.ts';
import { installModels, setUp } from './setup.ts';
import { Supervisor } from './supervisor.ts';

const ORPHAN_CHECK_MS = 1000;

/**
 * Sets everything up and runs the stack until a signal ends it. `--yes` fetches a small language model when there is
 * none, `--no-download` does not even ask, and runs one that was fetched before.
 */
export async function runStack(config: StackConfig, root: string, args: string[]): Promise<void> {
  const llm = await settleLlm(config, root, readConsent(config, args));
  const startedAtMs = Date.now();
  const plan = await planStack(config, root, llm);
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

function readConsent(config: StackConfig, args: string[]): Consent {
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({ args, options: { yes: flag, 'no-download': flag } });
  if (values['no-download']) return config.LLM_LOCAL === 'no' ? 'no' : 'if here';
  return values.yes ? 'yes' : config.LLM_LOCAL;
}

/** The language model that answers; where none is found, one that this machine runs, if its user wants that. */
async function settleLlm(config: StackConfig, root: string, consent: Consent): Promise<LlmChoice> {
  const choice = await chooseConfiguredLlm(config);
  if (choice.kind !== 'offline') return choice;
  const model = await prepareLocalLlm({
    root,
    cacheDir: resolve(root, config.PARLEY_CACHE_DIR),
    consent,
    ownFile: config.LLM_GGUF,
    install: ({ withModel }) => installModels(root, ['llama'], withModel ? [] : ['--only', 'venv']),
    ask: createQuestion(),
  });
  return model ? chooseLocal(model, `http://127.0.0.1:${config.LLM_PORT}/v1`) : choice;
}

async function planStack(config: StackConfig, root: string, llm: LlmChoice): Promise<StackPlan> {
  const installation = await setUp(config, root);
  const keys = readKeys(config, resolve(root, config.PARLEY_CACHE_DIR));
  return { config, keys, llm, ...installation };
}

/**
 * Which language model answers, as the environment and this machine have it now: offline answers where none is found, and
 * with LLM_GGUF, for which no other server is looked for.
 */
export function chooseConfiguredLlm(config: StackConfig): Promise<LlmChoice> {
  const isOwn = config.LLM_GGUF !== undefined && config.LLM_BASE_URL === undefined;
  return chooseLlm({
    configuredBaseUrl: config.LLM_BASE_URL,
    apiKey: config.LLM_API_KEY,
    model: isOwn ? undefined : config.LLM_MODEL,
    offlineBaseUrl: `http://127.0.0.1:${config.LLM_PORT}/v1`,
    ...(isOwn && { candidates: [] }),
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
