import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pickFreePorts } from './ports.ts';

/** A stack of its own for tests and benchmarks: `npm start` on free ports, beside whatever else runs here. */
export interface RunningStack {
  page: string;
  livekit: string;
  stt: string;
  tts: string;
  llm: string;
  /** Everything it has printed so far, without colours. */
  lines: string[];
  pid: number;
  /** Told each line as it is printed. */
  onLine?: (line: string) => void;
  /** Ends it like Ctrl-C does; resolves with its exit code. */
  stop: () => Promise<number | null>;
}

const portVariables = [
  'LIVEKIT_PORT',
  'LIVEKIT_UDP_PORT',
  'TOKEN_SERVER_PORT',
  'AGENT_HEALTH_PORT',
  'STT_PORT',
  'TTS_PORT',
  'LLM_PORT',
] as const;

type Ports = Record<(typeof portVariables)[number], number>;

/**
 * Starts a stack with the defaults, this process's environment and what is given. It reads no .env file.
 *
 * @throws Error with its last lines when it ends before it is ready.
 */
export async function startStack(env: Record<string, string> = {}): Promise<RunningStack> {
  const ports = await pickFreePorts(portVariables);
  const root = join(import.meta.dirname, '..');
  const child = spawn(process.execPath, [join(root, 'stack', 'bootstrap.mjs'), 'start'], {
    cwd: root,
    env: {
      ...process.env,
      ENV_FILE: '/dev/null',
      NO_COLOR: '1',
      CALL_LOG_DIR: 'off',
      LLM_LOCAL: 'no',
      ...stringifyValues(ports),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  let stack: RunningStack | undefined;
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        stack?.onLine?.(line);
        if (/ready after [\d.]+ s$/.test(line) && line.startsWith('setup')) resolve();
      });
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  await Promise.race([
    ready,
    ended.then((code) => {
      throw new Error(`The stack ended with exit code ${code}:\n${lines.slice(-20).join('\n')}`);
    }),
  ]);
  return (stack = {
    page: `http://127.0.0.1:${ports.TOKEN_SERVER_PORT}`,
    livekit: `ws://127.0.0.1:${ports.LIVEKIT_PORT}`,
    stt: env.STT_BASE_URL ?? `http://127.0.0.1:${ports.STT_PORT}/v1`,
    tts: env.TTS_BASE_URL ?? `http://127.0.0.1:${ports.TTS_PORT}/v1`,
    llm: `http://127.0.0.1:${ports.LLM_PORT}/v1`,
    lines,
    pid: child.pid ?? 0,
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
  });
}

function stringifyValues(ports: Ports): Record<string, string> {
  return Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]));
}
