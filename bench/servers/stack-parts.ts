import { join } from 'node:path';
import { readStackConfig } from '../../stack/config.ts';
import { readKeys } from '../../stack/keys.ts';
import { pickFreePorts } from '../../stack/ports.ts';
import { getServerUrls, listServices } from '../../stack/services.ts';
import type { StackPlan } from '../../stack/services.ts';
import { setUp } from '../../stack/setup.ts';
import { chooseConfiguredLlm } from '../../stack/start.ts';
import { Supervisor } from '../../stack/supervisor.ts';
import { assistant } from '../assistant.ts';
import { ensureCorpus } from '../corpus/generate.ts';
import type { LiveKitAccess } from '../arms/arm.ts';
import type { RunningServers } from './running-servers.ts';

const root = join(import.meta.dirname, '..', '..');
const portVariables = ['LIVEKIT_PORT', 'LIVEKIT_UDP_PORT', 'STT_PORT', 'TTS_PORT', 'LLM_PORT'] as const;

/** Parts of the stack on free ports: the services of `npm start`, without its worker and its page. */
export class StackParts {
  readonly #plan: StackPlan;
  /** The services read their ports from the environment. */
  readonly #ports: Record<string, string>;
  readonly #supervisors: Supervisor[] = [];

  private constructor(plan: StackPlan, ports: Record<string, string>) {
    this.#plan = plan;
    this.#ports = ports;
  }

  /** Sets up what is missing on this machine, as `npm start` does. */
  static async prepare(env: Record<string, string | undefined>): Promise<StackParts> {
    const picked = Object.entries(await pickFreePorts(portVariables));
    const ports = Object.fromEntries(picked.map(([name, port]) => [name, String(port)]));
    const config = readStackConfig({ ...env, ...ports });
    const installation = await setUp(config, root);
    const keys = readKeys(config, join(root, config.PARLEY_CACHE_DIR));
    return new StackParts({ config, keys, llm: await chooseConfiguredLlm(config), ...installation }, ports);
  }

  async startLiveKit(): Promise<LiveKitAccess> {
    await this.#start(['livekit']);
    return { url: getServerUrls(this.#plan).livekit, ...this.#plan.keys };
  }

  /** The models of the stack: whisper, Kokoro, and the language model that `npm start` would take. */
  async startModels(): Promise<RunningServers> {
    const supervisor = await this.#start(['stt', 'tts', 'llm']);
    const { stt, tts, llm } = getServerUrls(this.#plan);
    const apiKey = 'not-needed';
    return {
      servers: {
        stt: { baseUrl: stt, model: 'tiny.en', apiKey },
        llm: { baseUrl: llm, model: this.#plan.llm.model, apiKey: this.#plan.config.LLM_API_KEY ?? apiKey },
        tts: { baseUrl: tts, model: 'kokoro', apiKey, voice: assistant.voice },
      },
      stop: () => supervisor.stop(),
    };
  }

  /** The folder of our own corpus, which our own TTS speaks on first use. */
  makeCorpus(cacheDir: string): Promise<string> {
    return ensureCorpus(cacheDir, () => this.startModels());
  }

  async stop(): Promise<void> {
    await Promise.all(this.#supervisors.map((supervisor) => supervisor.stop()));
  }

  async #start(names: string[]): Promise<Supervisor> {
    const supervisor = new Supervisor(() => undefined);
    this.#supervisors.push(supervisor);
    const services = listServices(this.#plan).filter(({ name }) => names.includes(name));
    await supervisor.start(
      services.map((service) => ({ ...service, env: { ...service.env, ...this.#ports } })),
    );
    return supervisor;
  }
}
