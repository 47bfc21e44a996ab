import { mkdtempSync, writeFileSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Caller } from './caller.ts';
import { waitForEndOfAnswer, waitForSound } from './hearing.ts';
import { TestMcpServer } from './mcp-server.ts';
import { startStack } from './running-stack.ts';
import type { RunningStack } from './running-stack.ts';
import { borrowSpeech } from './shared-stack.ts';
import type { Script } from './script.ts';
import { ScriptedLlm } from './scripted-llm.ts';
import { synthesize } from './speech.ts';

const TIMEOUT_MS = 30_000;
const MAX_FILLER_MS = 2_000;

/** How long the long tool takes: 60 to see what a caller would wait for, less where only the way of it counts. */
const TOOL_SECONDS = Number(process.env['TOOL_SECONDS'] ?? 6);

let stack: RunningStack;
let llm: ScriptedLlm;
let taxi: TestMcpServer;

/** A model that does what it reads in a tool's result, as a weak one would. */
const createScript =
  (menu: string): Script =>
  ({ user, results }) => {
    const result = results.at(-1) ?? '';
    if (/comes at nine/.test(result)) return 'Your taxi comes at nine.';
    if (/menu/i.test(user)) {
      if (/tea: 3 euros/i.test(result)) return 'Green tea is three euros.';
      return { tool: 'read_text_file', arguments: { path: menu } };
    }
    if (/notice/i.test(user)) {
      if (/call transfer_call/.test(result)) return { tool: 'transfer_call' };
      return { tool: 'read_notice' };
    }
    if (/taxi/i.test(user)) return { tool: 'order_taxi', arguments: { seconds: TOOL_SECONDS } };
    if (/cab/i.test(user)) return { tool: 'order_taxi', arguments: { seconds: 5 } };
    if (/how long/i.test(user)) return 'A little longer.';
    if (/goodbye/i.test(user)) return { tool: 'end_call' };
    if (/never mind/i.test(user)) return 'It is cancelled.';
    return 'Okay.';
  };

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-assistants-'));
  const documents = await realpath(mkdtempSync(join(tmpdir(), 'parley-documents-')));
  writeFileSync(join(documents, 'menu.md'), '# Menu\nGreen tea: 3 euros\n');
  taxi = await TestMcpServer.start();
  const server = join('node_modules', '@modelcontextprotocol', 'server-filesystem', 'dist', 'index.js');
  const assistant = {
    greeting: 'Hello.',
    tools: ['end_call'],
    transferTo: 'tel:+4930123456',
    sentences: { goodbye: 'Thank you, and goodbye.' },
    mcpServers: {
      documents: { command: process.execPath, args: [server, documents], allow: ['read_text_file'] },
      taxi: { url: taxi.url, timeoutS: 120 },
      nobody: { url: 'http://127.0.0.1:9/mcp' },
    },
  };
  writeFileSync(join(folder, 'parley.yaml'), JSON.stringify(assistant)); // JSON is YAML.
  llm = await ScriptedLlm.start(createScript(join(documents, 'menu.md')));
  const { baseUrl, apiKey, model } = llm.address;
  stack = await startStack({
    ...borrowSpeech(),
    ASSISTANTS_DIR: folder,
    LLM_BASE_URL: baseUrl,
    LLM_API_KEY: apiKey,
    LLM_MODEL: model,
  });
}, 120_000);

afterAll(async () => {
  await stack.stop();
  await llm.stop();
  await taxi.stop();
});

/** States of tools, as the page is told of them. */
function readTools(caller: Caller): { name: string; state: string; atMs: number }[] {
  return caller.data
    .filter(({ topic }) => topic === 'parley.tool')
    .map(({ text, atMs }) => ({ ...(JSON.parse(text) as { name: string; state: string }), atMs }));
}

const listStates = (caller: Caller, name: string) =>
  readTools(caller).flatMap((tool) => (tool.name === name ? [tool.state] : []));

/** Waits until the agent has said something, counted from a line of the transcript. */
async function hear(caller: Caller, words: RegExp, fromLine: number, timeoutMs = TIMEOUT_MS): Promise<void> {
  const lines = () =>
    caller.transcript
      .slice(fromLine)
      .flatMap(({ speaker, text }) => (speaker === 'agent' ? [text] : []))
      .join(' ');
  await expect.poll(lines, { timeout: timeoutMs, interval: 50 }).toMatch(words);
}

async function type(caller: Caller, text: string, answer: RegExp, timeoutMs?: number): Promise<void> {
  const line = caller.transcript.length;
  await caller.type(text);
  await hear(caller, answer, line, timeoutMs);
}

async function speak(caller: Caller, text: string): Promise<void> {
  const clip = await synthesize({ baseUrl: stack.tts, model: 'kokoro' }, 'am_michael', text);
  const endedMs = await caller.say(clip);
  await waitForEndOfAnswer(caller, await waitForSound(caller, endedMs, TIMEOUT_MS));
}

test('a call that uses a document server, and a slow one over HTTP that it has to ask for', async () => {
  const caller = await Caller.join(stack.page);
  await waitForEndOfAnswer(caller, await waitForSound(caller, 0, TIMEOUT_MS));

  await speak(caller, 'What is on the menu?');
  await hear(caller, /three euros/, 0);
  expect(listStates(caller, 'read_text_file').at(-1)).toBe('done');
  const instructions = JSON.stringify(llm.replies.at(-1)?.body.messages[0]);
  expect(instructions).toMatch('Out of reach at the moment, with all they could do: nobody.');

  // What was read may have asked for it: the caller has the word.
  await type(caller, 'Order a taxi.', /May I go on with this: order taxi/);
  expect(taxi.calls).toEqual([]);
  await sleep(1500);
  const line = caller.transcript.length;
  await speak(caller, 'Yes, please do.');
  await expect.poll(() => listStates(caller, 'order_taxi')).toContain('running');
  const startedMs = readTools(caller).findLast(({ state }) => state === 'running')?.atMs ?? 0;
  const soundMs = await waitForSound(caller, startedMs, TIMEOUT_MS);
  console.log(
    `a word ${Math.round(soundMs - startedMs)} ms after the tool began, which takes ${TOOL_SECONDS} s`,
  );
  expect(soundMs - startedMs).toBeLessThan(MAX_FILLER_MS);
  await type(caller, 'How long will it take?', /A little longer/);
  await hear(caller, /taxi comes at nine/, line, TOOL_SECONDS * 1000 + TIMEOUT_MS);
  expect(taxi.effects).toHaveLength(1);

  // What is cancelled has no effect, however long one waits.
  await sleep(1500);
  await type(caller, 'I need a cab.', /May I go on with this: order taxi/);
  await sleep(1500);
  await type(caller, 'Yes.', /Okay/);
  await expect.poll(() => taxi.calls.length).toBe(2);
  await type(caller, 'Never mind.', /cancelled/);
  await expect.poll(() => listStates(caller, 'order_taxi').at(-1)).toBe('cancelled');

  // What a tool's result asks for is not done.
  await type(caller, 'Read me the notice.', /Shall I transfer you/);
  await sleep(1500);
  await type(caller, 'Which day is it?', /Okay/);
  expect(listStates(caller, 'transfer_call')).toEqual(['asking', 'declined']);
  await sleep(3000);
  expect(taxi.effects).toHaveLength(1);

  await type(caller, 'Goodbye.', /Shall I hang up/);
  await sleep(1500);
  await type(caller, 'Yes.', /goodbye/i);
  expect(listStates(caller, 'end_call')).toContain('running');
  await expect.poll(() => stack.lines.some((text) => /nobody can't be reached/.test(text))).toBe(true);
  await caller.leave();
}, 180_000);
