import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Caller } from '../caller.ts';
import { readStackConfig } from '../config.ts';
import { getSharedStack } from '../shared-stack.ts';
import { Clips } from './clips.ts';
import { runScenarios } from './eval.ts';
import { createMeaningJudge } from './meaning-judge.ts';
import { ScenarioCall } from './scenario-call.ts';
import { loadScenarios } from './scenario-file.ts';
import type { Scenario } from './scenario-file.ts';
import { startScenarioStack } from './scenario-stack.ts';
import type { ScenarioStack } from './scenario-stack.ts';

const ASSISTANT = 'assistant: { greeting: Hello., tools: [get_time], idle: { askAfterS: 0 } }';
const files = {
  words: `${ASSISTANT}
script: [{ answer: Good day to you. }]
steps: [{ type: Hello. }, { expect: { heard: Good day } }]`,
  soon: `${ASSISTANT}
script: [{ answer: Good day to you. }]
steps: [{ type: Hello. }, { expect: { latency: 6s, within: 15s } }]`,
  tool: `${ASSISTANT}
script: [{ answer: [{ tool: get_time, with: { timeZone: UTC } }, It is late.] }]
steps: [{ type: What time is it? }, { expect: { tool: { name: get_time, with: { timeZone: UTC } }, within: 15s } }]`,
  keypad: `${ASSISTANT}
script: [{ when: /pressed/, answer: Thank you. }, { answer: Yes. }]
steps: [{ press: "1#" }]`,
};

let folder: string;
let scenarios: Scenario[];
let stack: ScenarioStack;
let speech: Server;
/** Whether the speech server in front of the agent sends as much silence as it was to send speech. */
let muted = false;

beforeAll(async () => {
  const { tts, stt } = getSharedStack();
  folder = await mkdtemp(join(tmpdir(), 'parley-broken-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, `${name}.yaml`), text);
  scenarios = loadScenarios(Object.keys(files).map((name) => join(folder, `${name}.yaml`)));
  speech = await serveSpeech(tts);
  const { port } = speech.address() as AddressInfo;
  const root = join(import.meta.dirname, '..', '..');
  stack = await startScenarioStack(scenarios, readStackConfig({}), root, {
    STT_BASE_URL: stt,
    TTS_BASE_URL: `http://127.0.0.1:${port}/v1`,
    LLM_FIRST_TOKEN_TIMEOUT_MS: '20000', // A slow model is waited for.
    TTS_CACHE_MB: '0', // What was said with a voice must not be heard from one without.
  });
});

afterEach(() => {
  muted = false;
  if (stack.own) stack.own.llm.distort = (answer) => answer;
});

afterAll(async () => {
  await stack.stop();
  speech.close();
  await rm(folder, { recursive: true });
});

/** The TTS server, through which the agent can be muted. */
async function serveSpeech(ttsUrl: string): Promise<Server> {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      const answer = await fetch(ttsUrl + (request.url ?? '').replace('/v1', ''), {
        method: request.method ?? 'GET',
        headers: { 'content-type': request.headers['content-type'] ?? 'application/json' },
        ...(body.length > 0 && { body }),
      });
      const audio = Buffer.from(await answer.arrayBuffer());
      const type = answer.headers.get('content-type') ?? '';
      if (muted && !type.includes('json')) audio.fill(0, type.includes('wav') ? 44 : 0);
      response.writeHead(answer.status, { 'content-type': type }).end(audio);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Runs all scenarios but the one for keys. @returns the names of those that failed. */
async function findFailures(): Promise<string[]> {
  const run = {
    stack,
    clips: new Clips(folder, stack.tts),
    judge: createMeaningJudge(undefined),
  };
  const some = scenarios.filter(({ name }) => name !== 'keypad');
  const results = await runScenarios(some, run, { parallel: 3, repeat: 1, retry: 0 });
  return results.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name);
}

test('an agent that works fails none', { retry: 1 }, async () => {
  expect(await findFailures()).toEqual([]);
});

test('one that is muted fails all, as each listens to its greeting', async () => {
  muted = true;
  expect(await findFailures()).toEqual(['words', 'soon', 'tool']);
});

test('one that is slow fails those that look at the clock', async () => {
  if (stack.own) stack.own.llm.distort = (answer) => [{ waitMs: 8_000 }, ...answer];
  expect(await findFailures()).toEqual(['soon']);
});

test('one that talks in place of using its tool fails those that expect the tool', async () => {
  if (stack.own)
    stack.own.llm.distort = (answer) =>
      answer.map((part) => (typeof part === 'object' && 'tool' in part ? 'I would say noon.' : part));
  expect(await findFailures()).toEqual(['tool']);
});

test('keys without end, and what is no key, do a call no harm, and no number is in the log', async () => {
  const [keypad] = scenarios.filter(({ name }) => name === 'keypad');
  const caller = await Caller.join(stack.page, undefined, keypad && stack.nameAssistant(keypad));
  const call = new ScenarioCall(caller, performance.now());
  await call.waitForFloor();
  for (let n = 0; n < 500; n++) await caller.press('0123456789*ABCD'[n % 15] ?? '0');
  for (let n = 0; n < 50; n++) await caller.press('#');
  for (const garbage of ['\u0000\uffff', '{"', '#'.repeat(5000)]) await caller.type(garbage);
  for (const key of '8642975#') await caller.press(key);
  await call.waitForFloor();
  call.mark(performance.now());
  await caller.type('Are you still there?');
  const deadlineMs = performance.now() + 30_000;
  while (!call.reply.includes('Yes') && performance.now() < deadlineMs)
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect(call.reply).toContain('Yes');
  await caller.leave();
  expect(stack.own?.lines.join('\n')).not.toMatch(/8 ?6 ?4 ?2 ?9 ?7 ?5|0 ?1 ?2 ?3 ?4 ?5 ?6 ?7 ?8/);
});
