import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AccessToken } from 'livekit-server-sdk';
import { z } from 'zod';
import { assistant } from '../assistant.ts';
import type { Arm, ModelServers } from '../arms/arm.ts';
import { ensurePython } from './environment.ts';

const cacheDir = join(import.meta.dirname, '..', '..', process.env['PARLEY_CACHE_DIR'] ?? '.cache');
const JOIN_TIMEOUT_MS = 30_000;
const START_TIMEOUT_MS = 120_000;
const KEPT_LINES = 30;

const eventSchema = z.union([z.object({ ready: z.literal(true) }), z.object({ joined: z.string() })]);

/** Pipecat with its LiveKit transport, Silero and Smart Turn, all at their defaults; see worker.py. */
export const pipecat: Arm = {
  name: 'pipecat',
  start: async (servers, livekit) => {
    const worker = await PipecatProcess.start(servers);
    return {
      agentName: 'pipecat',
      join: async (room) => {
        const token = new AccessToken(livekit.apiKey, livekit.apiSecret, { identity: 'pipecat' });
        // As an agent, like the tokens of Pipecat's own runner: only agents may write down what callers said.
        token.addGrant({ roomJoin: true, room, agent: true });
        await worker.ask({ url: livekit.url, room, token: await token.toJwt() });
      },
      pids: () => worker.pids(),
      stop: () => worker.stop(),
    };
  },
};

/** worker.py, and what it was asked. */
class PipecatProcess {
  readonly #child;
  readonly #lines: string[] = [];
  readonly #waiting = new Map<string, () => void>();
  readonly #ended: Promise<unknown>;
  readonly #kill = () => this.#child.kill('SIGKILL');

  private constructor(python: string, env: Record<string, string>) {
    this.#child = spawn(python, [join(import.meta.dirname, 'worker.py')], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    this.#ended = once(this.#child, 'exit');
    process.once('exit', this.#kill);
    createInterface({ input: this.#child.stderr }).on('line', (line) => {
      this.#lines.push(line);
      if (this.#lines.length > KEPT_LINES) this.#lines.shift();
    });
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      const event = eventSchema.parse(JSON.parse(line));
      this.#waiting.get('joined' in event ? event.joined : 'ready')?.();
    });
  }

  static async start({ stt, llm, tts }: ModelServers): Promise<PipecatProcess> {
    const worker = new PipecatProcess(await ensurePython(cacheDir), {
      STT_BASE_URL: stt.baseUrl,
      STT_API_KEY: stt.apiKey,
      STT_MODEL: stt.model,
      LLM_BASE_URL: llm.baseUrl,
      LLM_API_KEY: llm.apiKey,
      LLM_MODEL: llm.model,
      TTS_BASE_URL: tts.baseUrl,
      TTS_API_KEY: tts.apiKey,
      TTS_MODEL: tts.model,
      TTS_VOICE: tts.voice,
      GREETING: assistant.greeting,
      INSTRUCTIONS: assistant.instructions,
    });
    await worker.#waitFor('ready', START_TIMEOUT_MS);
    return worker;
  }

  /** Has it join a room; resolves when it has. */
  async ask(call: { url: string; room: string; token: string }): Promise<void> {
    const joined = this.#waitFor(call.room, JOIN_TIMEOUT_MS);
    this.#child.stdin.write(`${JSON.stringify(call)}\n`);
    await joined;
  }

  pids(): number[] {
    return this.#child.pid === undefined ? [] : [this.#child.pid];
  }

  async stop(): Promise<void> {
    process.off('exit', this.#kill);
    this.#kill();
    await this.#ended;
  }

  async #waitFor(event: string, timeoutMs: number): Promise<void> {
    const fail = (problem: string) => new Error(`Pipecat ${problem}:\n${this.#lines.join('\n')}`);
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => reject(fail(`had not ${event} after ${timeoutMs} ms`)), timeoutMs);
      this.#waiting.set(event, resolve);
      void this.#ended.then(() => reject(fail('ended early')));
    }).finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(event);
    });
  }
}
