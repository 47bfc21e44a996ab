import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { RoomServiceClient } from 'livekit-server-sdk';
import type { StackConfig } from '../config.ts';
import { getInvitation } from '../invitation.ts';
import { readKeys } from '../keys.ts';
import { pickFreePorts } from '../ports.ts';
import { startStack } from '../running-stack.ts';
import { createOfflineAnswers } from '../services.ts';
import { chooseConfiguredLlm } from '../start.ts';
import { Supervisor } from '../supervisor.ts';
import { writeAssistants } from './scenario-assistants.ts';
import type { Scenario } from './scenario-file.ts';
import { ScenarioLlm } from './scenario-llm.ts';

/** Where scenarios are run. */
export interface ScenarioStack {
  /** Base URL of the token server. */
  page: string;
  /** Base URLs of the servers that speak for callers and write down what they hear. */
  tts: string;
  stt: string;
  /** A credential for one call, where the token server asks for one. */
  invite: () => Promise<string | undefined>;
  /** Who answers a scenario; undefined: the default. */
  nameAssistant: (scenario: Scenario) => string | undefined;
  /** Only of a stack of our own: its language model, its rooms, and what it has printed. */
  own?: { llm: ScenarioLlm; rooms: RoomServiceClient; lines: readonly string[] };
  stop: () => Promise<void>;
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
  const source = resolve(root, config.ASSISTANTS_DIR);
  const { folder, names } = await writeAssistants(scenarios, source, config.DEFAULT_ASSISTANT);
  const elsewhere = await startLanguageModel(config);
  const llm = await ScenarioLlm.start(scenarios, elsewhere.baseUrl);
  const stopModels = async () => {
    await Promise.all([llm.stop(), elsewhere.stop()]);
    await rm(folder, { recursive: true, force: true });
  };
  const stack = await startStack({
    ASSISTANTS_DIR: folder,
    LLM_BASE_URL: llm.baseUrl,
    LLM_MODEL: elsewhere.model,
    TURN_LOG_DIR: 'off',
    ...env,
  }).catch(async (error: unknown) => {
    await stopModels();
    throw error;
  });
  const { apiKey, apiSecret } = readKeys(config, resolve(root, config.PARLEY_CACHE_DIR));
  return {
    page: stack.page,
    tts: env.TTS_BASE_URL ?? stack.tts,
    stt: stack.stt,
    invite: () => Promise.resolve(undefined),
    nameAssistant: ({ name }) => names.get(name),
    own: { llm, rooms: new RoomServiceClient(stack.livekit, apiKey, apiSecret), lines: stack.lines },
    stop: async () => {
      await stack.stop();
      await stopModels();
    },
  };
}

/** A stack that runs already. It has assistants and a language model of its own. */
export function useRunningStack(page: string, config: StackConfig, root: string): ScenarioStack {
  const keys = readKeys(config, resolve(root, config.PARLEY_CACHE_DIR));
  return {
    page: page.replace(/\/+$/, ''),
    tts: config.TTS_BASE_URL ?? `http://127.0.0.1:${config.TTS_PORT}/v1`,
    stt: config.STT_BASE_URL ?? `http://127.0.0.1:${config.STT_PORT}/v1`,
    invite: () => getInvitation(page, keys),
    nameAssistant: ({ said }) => (typeof said.assistant === 'string' ? said.assistant : undefined),
    stop: () => Promise.resolve(),
  };
}

/** The language model that `npm start` would take. */
async function startLanguageModel(config: StackConfig) {
  const { LLM_PORT } = await pickFreePorts(['LLM_PORT']);
  const own = { ...config, LLM_PORT };
  const { kind, baseUrl, model } = await chooseConfiguredLlm(own);
  const supervisor = new Supervisor(() => undefined);
  if (kind === 'offline') {
    const service = createOfflineAnswers(own);
    await supervisor.start([{ ...service, env: { LLM_PORT: String(LLM_PORT) } }]);
  }
  return { baseUrl, model, stop: () => supervisor.stop() };
}
