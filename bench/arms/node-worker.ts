import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pickFreePorts } from '../../stack/ports.ts';
import { answersOk } from '../../stack/supervisor.ts';
import { assistantFile } from '../assistant.ts';
import type { ArmWorker, LiveKitAccess, ModelServers } from './arm.ts';

const POLL_MS = 200;
const STOP_TIMEOUT_MS = 5_000;
const KEPT_LINES = 30;

/** A worker in a process of its own. */
interface NodeWorkerOptions {
  agentName: string;
  /** Path of its main.ts, from this folder. */
  main: string;
  servers: ModelServers;
  livekit: LiveKitAccess;
  env?: Record<string, string>;
}

/**
 * Starts a Node worker; resolves when it is registered. Its environment has the names of .env.example, and no .env
 * file gets a say.
 *
 * @throws Error with its last lines when it ends before that.
 */
export async function startNodeWorker(options: NodeWorkerOptions): Promise<ArmWorker> {
  const { health } = await pickFreePorts(['health']);
  // Speech that an earlier run has kept must not answer this one.
  const cacheDir = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const main = fileURLToPath(import.meta.resolve(options.main));
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // Leads a group, so that its job processes go with it.
    env: {
      ...process.env,
      ...describeEnvironment(options),
      AGENT_HEALTH_PORT: String(health),
      PARLEY_CACHE_DIR: cacheDir,
      ...options.env,
    },
  });
  const lines = keepLines(child);
  const killGroup = () => signalGroup(child, 'SIGKILL');
  process.once('exit', killGroup);
  const worker: ArmWorker = {
    agentName: options.agentName,
    pids: () => (child.pid === undefined ? [] : [child.pid]),
    stop: async () => {
      await stopChild(child);
      process.off('exit', killGroup);
      await rm(cacheDir, { recursive: true, force: true });
    },
  };
  while (!(await answersOk(`http://127.0.0.1:${health}`))) {
    if (hasEnded(child)) throw new Error(`The worker ${options.agentName} ended early:\n${lines.join('\n')}`);
    await sleep(POLL_MS);
  }
  return worker;
}

function describeEnvironment({ agentName, servers, livekit }: NodeWorkerOptions): Record<string, string> {
  const { stt, llm, tts } = servers;
  return {
    ENV_FILE: '/dev/null',
    TURN_LOG_DIR: 'off',
    ASSISTANTS_DIR: assistantFile.dir,
    DEFAULT_ASSISTANT: assistantFile.name,
    TURN_PRESET: 'balanced',
    NODE_ENV: 'production',
    LIVEKIT_URL: livekit.url,
    LIVEKIT_API_KEY: livekit.apiKey,
    LIVEKIT_API_SECRET: livekit.apiSecret,
    AGENT_NAME: agentName,
    AGENT_HEALTH_HOST: '127.0.0.1',
    STT_BASE_URL: stt.baseUrl,
    STT_MODEL: stt.model,
    STT_API_KEY: stt.apiKey,
    LLM_BASE_URL: llm.baseUrl,
    LLM_MODEL: llm.model,
    LLM_API_KEY: llm.apiKey,
    TTS_BASE_URL: tts.baseUrl,
    TTS_MODEL: tts.model,
    TTS_API_KEY: tts.apiKey,
    TTS_VOICE: tts.voice,
  };
}

function keepLines(child: ChildProcess): string[] {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    if (stream)
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        if (lines.length > KEPT_LINES) lines.shift();
      });
  return lines;
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (!hasEnded(child)) {
    const ended = once(child, 'exit');
    signalGroup(child, 'SIGTERM');
    await Promise.race([ended, sleep(STOP_TIMEOUT_MS, undefined, { ref: false })]);
  }
  signalGroup(child, 'SIGKILL'); // What is left of its group.
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}
