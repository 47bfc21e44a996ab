import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { RoomServiceClient } from 'livekit-server-sdk';
import type { StackConfig } from '../config.ts';
import { getInvitation } from '../invitation.ts';
import { readKeys } from '../keys.ts';
import { pickFreePorts } from '../ports.ts';
import { startStack } from '../running-stack.ts';
import { createOfflineAnswers } from '../services.ts';
import type { ModelServer } from '../speech.ts';
import { chooseConfiguredLlm } from '../start.ts';
import { Supervisor } from '../supervisor.ts';
import { writeAssistants } from './scenario-assistants.ts';
import type { Scenario } from './scenario-file.ts';
import { ScenarioLlm } from './scenario-llm.ts';

/** Where scenarios are run. */
export interface ScenarioStack {
  /** Base URL of the token server. */
  page: string;
  /** The servers that speak for callers and write down what they hear. */
  tts: ModelServer;
  stt: ModelServer;
  /** A credential for one call, where the token server asks for one. */
  invite: () => Promise<string | undefined>;
  /** Who answers a scenario; undefined: the default. */
  nameAssistant: (scenario: Scenario) => string | undefined;
  /** Only of a stack of our own: its language model, its rooms, and what it has printed. */
  own?: { llm: ScenarioLlm; rooms: RoomServiceClient; lines: readonly string[] };
  stop: () => Promise<void>;
}

/**
 * What `.env` says of who may call, how often and from where, and of a livekit-server that others use: nothing of it
 * holds for a stack that only scenarios call. Empty counts as not set.
 */
const doorVariables = [
  'LIVEKIT_URL',
  'LIVEKIT_PUBLIC_URL',
  'LIVEKIT_API_KEY',
  'LIVEKIT_API_SECRET',
  'TOKEN_SERVER_HOST',
  'TLS_CERT_FILE',
  'TLS_KEY_FILE',
  'API_KEYS_FILE',
  'OIDC_ISSUER',
  'OIDC_AUDIENCE',
  'CALL_ASSISTANTS',
  'RATE_LIMIT_PER_ADDRESS',
  'RATE_LIMIT_PER_KEY',
  'MAX_CALLS_PER_KEY',
];

/** The variables that make a stack one for scenarios, whatever else this process's environment says. */
export function createScenarioEnvironment(folder: string): Record<string, string> {
  return {
    ...Object.fromEntries(doorVariables.map((name) => [name, ''])),
    ASSISTANTS_DIR: join(folder, 'assistants'),
    PARLEY_DATA_DIR: join(folder, 'data'),
    TURN_LOG_DIR: 'off',
  };
}

/**
 * Starts a stack as `npm start` does, on free ports, with the assistants and scripts of scenarios.
 *
 * @param env - further variables for it.
 * @throws FileProblems for an assistant that is not there. @throws Error when it does not start.
 */
export async function startScenarioStack(
  scenarios: readonly Scenario[],
  config: StackConfig,
  root: string,
  env: Record<string, string> = {},
): Promise<ScenarioStack> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-scenarios-'));
  const ends: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const variables = createScenarioEnvironment(folder);
    const { DEFAULT_ASSISTANT: defaultName } = config;
    const source = resolve(root, config.ASSISTANTS_DIR);
    const names = await writeAssistants(scenarios, source, defaultName, variables['ASSISTANTS_DIR'] ?? '');
    const elsewhere = await startLanguageModel(config, ends);
    const llm = await ScenarioLlm.start(scenarios, elsewhere.baseUrl);
    ends.push(() => llm.stop());
    const model = { LLM_BASE_URL: llm.baseUrl, LLM_MODEL: elsewhere.model };
    const stack = await startStack({ ...variables, ...model, ...env });
    ends.push(() => stack.stop());
    const { apiKey, apiSecret } = readKeys(
      { ...config, LIVEKIT_URL: undefined },
      resolve(root, config.PARLEY_CACHE_DIR),
    );
    return {
      page: stack.page,
      ...describeModelServers({ ...config, ...env }, stack),
      invite: () => Promise.resolve(undefined),
      nameAssistant: ({ name }) => names.get(name),
      own: { llm, rooms: new RoomServiceClient(stack.livekit, apiKey, apiSecret), lines: stack.lines },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A stack that runs already. It has assistants and a language model of its own. */
export function useRunningStack(url: string, config: StackConfig, root: string): ScenarioStack {
  const keys = readKeys(config, resolve(root, config.PARLEY_CACHE_DIR));
  const page = url.replace(/\/+$/, '');
  const ours = {
    tts: `http://127.0.0.1:${config.TTS_PORT}/v1`,
    stt: `http://127.0.0.1:${config.STT_PORT}/v1`,
  };
  return {
    page,
    ...describeModelServers(config, ours),
    invite: () => getInvitation(page, keys),
    nameAssistant: ({ said }) => (typeof said.assistant === 'string' ? said.assistant : undefined),
    stop: () => Promise.resolve(),
  };
}

/** @param ours - base URLs of the servers that run where none are configured. */
function describeModelServers(
  config: StackConfig,
  ours: { tts: string; stt: string },
): Pick<ScenarioStack, 'tts' | 'stt'> {
  return {
    tts: {
      baseUrl: config.TTS_BASE_URL ?? ours.tts,
      model: config.TTS_MODEL,
      apiKey: config.TTS_API_KEY,
    },
    stt: {
      baseUrl: config.STT_BASE_URL ?? ours.stt,
      model: config.STT_MODEL,
      apiKey: config.STT_API_KEY,
    },
  };
}

/**
 * The language model that `npm start` would find, or else offline answers: a model that it would run itself is left out.
 *
 * @param ends - what has to be done to stop what is started here is added to it.
 */
async function startLanguageModel(config: StackConfig, ends: (() => Promise<unknown>)[]) {
  const { LLM_PORT } = await pickFreePorts(['LLM_PORT']);
  const own = { ...config, LLM_PORT };
  const { kind, baseUrl, model } = await chooseConfiguredLlm(own);
  if (kind === 'offline') {
    const supervisor = new Supervisor(() => undefined);
    ends.push(() => supervisor.stop());
    const service = createOfflineAnswers(own);
    await supervisor.start([{ ...service, env: { LLM_PORT: String(LLM_PORT) } }]);
  }
  return { baseUrl, model };
}
