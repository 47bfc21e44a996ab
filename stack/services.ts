import { join } from 'node:path';
import { readConfig } from '../agent/config.ts';
import type { Config } from '../agent/config.ts';
import type { StackConfig } from './config.ts';
import type { LiveKitKeys } from './keys.ts';
import type { LlmChoice } from './llm-choice.ts';
import type { WantedPort } from './ports.ts';
import type { Service } from './supervisor.ts';

const LOOPBACK = '127.0.0.1';

/** What a start has found out before it can name its processes. */
export interface StackPlan {
  config: StackConfig;
  keys: LiveKitKeys;
  llm: LlmChoice;
  /** Path of livekit-server; undefined when LIVEKIT_URL points at another one. */
  livekitServer: string | undefined;
  python: string;
}

/** Where each server is found: ours on loopback, or the one that was configured. */
export function getServerUrls({ config, llm }: Pick<StackPlan, 'config' | 'llm'>) {
  return {
    livekit: config.LIVEKIT_URL ?? `ws://${LOOPBACK}:${config.LIVEKIT_PORT}`,
    stt: config.STT_BASE_URL ?? `http://${LOOPBACK}:${config.STT_PORT}/v1`,
    tts: config.TTS_BASE_URL ?? `http://${LOOPBACK}:${config.TTS_PORT}/v1`,
    llm: llm.baseUrl,
    agentHealth: `http://${LOOPBACK}:${config.AGENT_HEALTH_PORT}`,
    page: getPageUrl(config),
  };
}

/** Base URL of the token server, which serves the page. */
export function getPageUrl(config: StackConfig): string {
  return `${config.TLS_CERT_FILE ? 'https' : 'http'}://${config.TOKEN_SERVER_HOST}:${config.TOKEN_SERVER_PORT}`;
}

/** The processes of the stack, in the order of what needs what; servers that were configured by URL are left out. */
export function listServices(plan: StackPlan): Service[] {
  const { config, llm } = plan;
  const models = [
    ...(config.STT_BASE_URL ? [] : [createModelService(plan, 'stt', config.STT_PORT)]),
    ...(config.TTS_BASE_URL ? [] : [createModelService(plan, 'tts', config.TTS_PORT)]),
    ...(llm.kind === 'offline' ? [createOfflineAnswers(config)] : []),
    ...(llm.kind === 'local' && llm.file ? [createLlamaServer(plan, llm.file)] : []),
  ];
  const livekit = plan.livekitServer ? [createLiveKitServer(plan, plan.livekitServer)] : [];
  const needs = [...livekit, ...models].map(({ name }) => name);
  return [...livekit, ...models, ...createParleyServices(plan, needs)];
}

/** The ports that {@link listServices} is going to listen on. */
export function listPorts({ config, llm, livekitServer }: StackPlan): WantedPort[] {
  const on = (variable: keyof StackConfig, needed = true) =>
    needed ? [{ port: config[variable] as number, host: LOOPBACK, variable }] : [];
  return [
    ...on('LIVEKIT_PORT', livekitServer !== undefined),
    ...on('STT_PORT', !config.STT_BASE_URL),
    ...on('TTS_PORT', !config.TTS_BASE_URL),
    ...on('LLM_PORT', llm.kind === 'offline' || llm.kind === 'local'),
    ...on('AGENT_HEALTH_PORT'),
    { port: config.TOKEN_SERVER_PORT, host: config.TOKEN_SERVER_HOST, variable: 'TOKEN_SERVER_PORT' },
  ];
}

/** What the worker of {@link listServices} reads of its environment. @throws Error with every problem. */
export function readWorkerConfig(plan: StackPlan): Config {
  return readConfig({ ...process.env, ...listServices(plan).find(({ name }) => name === 'agent')?.env });
}

function createLiveKitServer(plan: StackPlan, command: string): Service {
  const { config, keys } = plan;
  const settings = {
    port: config.LIVEKIT_PORT,
    bind_addresses: [LOOPBACK],
    rtc: {
      udp_port: config.LIVEKIT_UDP_PORT,
      tcp_port: 0, // It would listen on every interface.
      node_ip: LOOPBACK,
      use_external_ip: false,
      enable_loopback_candidate: true,
      interfaces: { includes: ['lo', 'lo0'] },
      stun_servers: [`${LOOPBACK}:3478`], // Nobody is there: otherwise browsers are sent to a public one.
    },
    logging: { level: 'warn', pion_level: 'error' },
    keys: { [keys.apiKey]: keys.apiSecret },
    // It would not trust a certificate that names another host than loopback; the token server asks it then.
    ...(!config.TLS_CERT_FILE && {
      webhook: { api_key: keys.apiKey, urls: [`${getServerUrls(plan).page}/webhooks/livekit`] },
    }),
  };
  return {
    name: 'livekit',
    command,
    args: [],
    // Not as arguments: those can be read by every user of the machine, and the keys are among them.
    env: { LIVEKIT_CONFIG: JSON.stringify(settings) },
    readyUrl: `http://${LOOPBACK}:${config.LIVEKIT_PORT}`,
    needs: [],
  };
}

function createModelService({ python }: StackPlan, name: 'stt' | 'tts', port: number): Service {
  return {
    name,
    command: python,
    args: ['-m', `models.${name}`],
    env: { PYTHONUNBUFFERED: '1' },
    readyUrl: `http://${LOOPBACK}:${port}/ready`,
    needs: [],
  };
}

export function createOfflineAnswers(config: StackConfig): Service {
  return {
    ...nodeService('llm', 'models/llm/main.ts'),
    env: {},
    readyUrl: `http://${LOOPBACK}:${config.LLM_PORT}/ready`,
    needs: [],
  };
}

function createLlamaServer({ config, llm, python }: StackPlan, file: string): Service {
  return {
    name: 'llm',
    command: python,
    args: ['-m', 'models.llama', file, '--port', String(config.LLM_PORT), '--alias', llm.model],
    env: { PYTHONUNBUFFERED: '1' },
    readyUrl: `http://${LOOPBACK}:${config.LLM_PORT}/health`,
    needs: [],
  };
}

/** Beside speech recognition, on the same cores, the first token of a local model takes longer than of a server. */
const LOCAL_FIRST_TOKEN_MS = '10000';

function createParleyServices(plan: StackPlan, needs: string[]): Service[] {
  const { keys, llm } = plan;
  const urls = getServerUrls(plan);
  const livekit = {
    LIVEKIT_URL: urls.livekit,
    LIVEKIT_API_KEY: keys.apiKey,
    LIVEKIT_API_SECRET: keys.apiSecret,
  };
  const models = { STT_BASE_URL: urls.stt, TTS_BASE_URL: urls.tts, LLM_BASE_URL: urls.llm };
  const livekitNeeds = needs.filter((name) => name === 'livekit');
  return [
    {
      ...nodeService('token', 'token-server/main.ts'),
      env: { ...livekit, ...models, AGENT_HEALTH_URL: urls.agentHealth },
      readyUrl: `${urls.page}/healthz`,
      needs: livekitNeeds,
    },
    {
      ...nodeService('agent', 'agent/main.ts'),
      env: {
        ...livekit,
        ...models,
        LLM_MODEL: llm.model,
        ...(llm.kind === 'local' && {
          LLM_FIRST_TOKEN_TIMEOUT_MS: process.env.LLM_FIRST_TOKEN_TIMEOUT_MS || LOCAL_FIRST_TOKEN_MS,
        }),
      },
      readyUrl: urls.agentHealth,
      needs,
    },
  ];
}

function nodeService(name: string, script: string): Pick<Service, 'name' | 'command' | 'args'> {
  return {
    name,
    command: process.execPath,
    args: ['--import', 'tsx', join(import.meta.dirname, '..', script)],
  };
}
