import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { assistant } from '../../agent/assistant/assistant.ts';
import type { RunningStack } from '../../stack/running-stack.ts';
import { answersOk } from '../../stack/supervisor.ts';

const POLL_MS = 200;

/** Starts the stock worker beside a running stack, on its very servers; resolves when it is registered. */
export async function startStockWorker(
  stack: RunningStack,
  keys: { apiKey: string; apiSecret: string },
): Promise<ChildProcess> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await once(probe.close(), 'close');
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'main.ts')], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      LIVEKIT_URL: stack.livekit,
      LIVEKIT_API_KEY: keys.apiKey,
      LIVEKIT_API_SECRET: keys.apiSecret,
      STOCK_HEALTH_PORT: String(port),
      STT_BASE_URL: stack.stt,
      STT_MODEL: 'tiny.en',
      LLM_BASE_URL: stack.llm,
      LLM_MODEL: 'offline-answers',
      TTS_BASE_URL: stack.tts,
      TTS_MODEL: 'kokoro',
      TTS_VOICE: assistant.voice,
      GREETING: assistant.greeting,
      INSTRUCTIONS: assistant.instructions,
    },
  });
  while (!(await answersOk(`http://127.0.0.1:${port}`))) {
    if (child.exitCode !== null) throw new Error(`The stock worker ended with exit code ${child.exitCode}.`);
    await sleep(POLL_MS);
  }
  return child;
}
