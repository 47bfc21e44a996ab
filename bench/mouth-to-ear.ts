import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AccessToken, RoomAgentDispatch, RoomConfiguration } from 'livekit-server-sdk';
import { z } from 'zod';
import { Caller } from '../stack/caller.ts';
import { waitForEndOfAnswer, waitForSound } from '../stack/hearing.ts';
import { startStack } from '../stack/running-stack.ts';
import type { RunningStack } from '../stack/running-stack.ts';
import { synthesize } from '../stack/speech.ts';
import { questions } from './questions.ts';
import { getPercentile } from './statistics.ts';
import { startStockWorker } from './stock/worker.ts';

const GREETING_TIMEOUT_MS = 30_000;
const ANSWER_TIMEOUT_MS = 20_000;

const root = join(import.meta.dirname, '..');
const startedAt = new Date().toISOString().replace(/[:.]/g, '-');
const keysSchema = z.object({ apiKey: z.string(), apiSecret: z.string() });

/** A worker under test, by the name it is dispatched under. */
const arms = [{ name: 'stock' }, { name: 'parley' }] as const;
type ArmName = (typeof arms)[number]['name'];

/** One question as the caller experienced it. */
interface Turn {
  arm: ArmName;
  question: string;
  /** Last sample of the question → first sound of the answer; undefined when no answer came. */
  mouthToEarMs: number | undefined;
  /** The agent spoke while the question was still being asked. */
  cutOff: boolean;
}

/** Calls both workers in turn, on the same servers, with the same recordings, and prints what callers waited so far after each call. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { calls: { type: 'string', default: '5' } } });
  const stack = await startStack({ TTS_CACHE_MB: '0' }); // The same questions come again; their answers must be spoken anew.
  const stock = await startStockWorker(stack, await readKeys());
  try {
    const clips = await recordQuestions(stack);
    const turns: Turn[] = [];
    for (let call = 0; call < Number(values.calls); call++)
      for (const arm of call % 2 === 0 ? arms : [...arms].reverse()) {
        turns.push(...(await holdCall(arm.name, stack, clips)));
        await report(turns);
      }
  } finally {
    stock.kill();
    await stack.stop();
  }
}

async function recordQuestions({ tts }: RunningStack): Promise<Int16Array[]> {
  const clips: Int16Array[] = [];
  for (const { voice, text } of questions)
    clips.push(await synthesize({ baseUrl: tts, model: 'kokoro' }, voice, text));
  return clips;
}

async function holdCall(arm: ArmName, stack: RunningStack, clips: Int16Array[]): Promise<Turn[]> {
  const caller = await Caller.connect(stack.livekit, await createToken(arm));
  const turns: Turn[] = [];
  try {
    await waitForEndOfAnswer(caller, await waitForSound(caller, 0, GREETING_TIMEOUT_MS));
    for (const [index, clip] of clips.entries()) {
      const startedMs = performance.now();
      const endedMs = await caller.say(clip);
      const answeredMs = await waitForSound(caller, startedMs, ANSWER_TIMEOUT_MS).catch(() => undefined);
      turns.push({
        arm,
        question: questions[index]?.text ?? '',
        mouthToEarMs: answeredMs === undefined ? undefined : answeredMs - endedMs,
        cutOff: answeredMs !== undefined && answeredMs < endedMs,
      });
      if (answeredMs !== undefined) await waitForEndOfAnswer(caller, answeredMs);
    }
  } finally {
    await caller.leave();
  }
  return turns;
}

async function readKeys(): Promise<z.infer<typeof keysSchema>> {
  return keysSchema.parse(JSON.parse(await readFile(join(root, '.cache', 'dev-keys.json'), 'utf8')));
}

async function createToken(agentName: string): Promise<string> {
  const { apiKey, apiSecret } = await readKeys();
  const room = `bench-${agentName}-${Date.now()}`;
  const token = new AccessToken(apiKey, apiSecret, { identity: 'caller', ttl: '10m' });
  token.addGrant({ roomJoin: true, room });
  token.roomConfig = new RoomConfiguration({ agents: [new RoomAgentDispatch({ agentName })] });
  return token.toJwt();
}

async function report(turns: Turn[]): Promise<void> {
  const rows = arms.map(({ name }) => {
    const own = turns.filter(({ arm }) => arm === name);
    const waits = own.flatMap(({ mouthToEarMs, cutOff }) =>
      mouthToEarMs === undefined || cutOff ? [] : [mouthToEarMs],
    );
    return {
      arm: name,
      n: own.length,
      'p50 ms': Math.round(getPercentile(waits, 0.5)),
      'p95 ms': Math.round(getPercentile(waits, 0.95)),
      'cut off': own.filter(({ cutOff }) => cutOff).length,
      'no answer': own.filter(({ mouthToEarMs }) => mouthToEarMs === undefined).length,
    };
  });
  console.table(rows);
  const results = join(root, '.cache', 'bench');
  await mkdir(results, { recursive: true });
  const file = join(results, `mouth-to-ear-${startedAt}.json`);
  const command = ['node', ...process.argv.slice(1)].join(' ');
  await writeFile(file, JSON.stringify({ command, cores: availableParallelism(), rows, turns }, null, 2));
  console.log(`every turn: ${file}`);
}

await main();
process.exit(0);
