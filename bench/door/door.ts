import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { readStackConfig } from '../../stack/config.ts';
import { installLiveKitServer } from '../../stack/livekit-server.ts';
import { pickFreePorts } from '../../stack/ports.ts';
import { listServices } from '../../stack/services.ts';
import { Supervisor } from '../../stack/supervisor.ts';

const root = join(import.meta.dirname, '..', '..');
const portVariables = ['LIVEKIT_PORT', 'LIVEKIT_UDP_PORT', 'TOKEN_SERVER_PORT', 'AGENT_HEALTH_PORT'] as const;
const keys = { apiKey: 'door-key', apiSecret: 'a-secret-that-only-this-run-knows-0' };

/** The cache of this installation. */
export const cacheDir = resolve(root, process.env['PARLEY_CACHE_DIR'] ?? '.cache');

/** A token server with authentication, and a livekit-server for it, on free ports; nobody answers calls. */
export interface Door {
  url: string;
  /** Makes an API key. */
  addKey: (name: string, ...options: '--operate'[]) => Promise<string>;
  /** Asks `GET /metrics` with an operator's key. */
  readMetrics: () => Promise<string>;
  stop: () => Promise<void>;
}

/** Starts both as `npm start` does, with these variables besides. */
export async function openDoor(variables: Record<string, string>): Promise<Door> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-door-'));
  const picked = await pickFreePorts(portVariables);
  const ports = Object.fromEntries(Object.entries(picked).map(([name, port]) => [name, String(port)]));
  const own = { API_KEYS_FILE: join(folder, 'keys.json'), CALL_LOG_DIR: join(folder, 'calls') };
  const env = { ...ports, ...own, ENV_FILE: '/dev/null', ...variables };
  const addKey = createKeyMaker(env);
  const operator = await addKey('operator', '--operate');

  const config = readStackConfig(env);
  const livekitServer = await installLiveKitServer(cacheDir, process.env['LIVEKIT_SERVER']);
  const llm = { kind: 'offline', baseUrl: 'http://127.0.0.1:9/v1', model: 'none', label: '' } as const;
  const services = listServices({ config, keys, llm, livekitServer, python: 'python3' })
    .filter(({ name }) => name === 'livekit' || name === 'token')
    .map((service) => ({ ...service, env: { ...env, ...service.env } }));
  const supervisor = new Supervisor(printProblems);
  await supervisor.start(services);
  const url = `http://127.0.0.1:${picked.TOKEN_SERVER_PORT}`;
  return {
    url,
    addKey,
    readMetrics: async () => {
      const response = await fetch(`${url}/metrics`, { headers: { Authorization: `Bearer ${operator}` } });
      if (!response.ok) throw new Error(`GET /metrics answered ${response.status}.`);
      return response.text();
    },
    stop: async () => {
      await supervisor.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function createKeyMaker(env: Record<string, string>): Door['addKey'] {
  const script = join(root, 'token-server', 'commands', 'main.ts');
  return async (name, ...options) => {
    const args = ['--import', 'tsx', script, 'keys', 'add', name, ...options];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, ...env } });
    return stdout.split('\n')[0] ?? '';
  };
}

/** Tens of thousands of audit lines help nobody; what fails does. */
function printProblems(line: string): void {
  if (!line.includes('client=')) console.log(line);
}

/** The sum of a metric over all its labels that fit, in the text that Prometheus reads. */
export function sumMetric(
  metrics: string,
  name: string,
  fits: (labels: string) => boolean = () => true,
): number {
  const lines = metrics.split('\n').filter((line) => new RegExp(`^${name}(\\{|\\s)`).test(line));
  return lines
    .filter((line) => fits(/\{(.*)\}/.exec(line)?.[1] ?? ''))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}
