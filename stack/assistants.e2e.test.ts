import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { compareVariants } from '../agent/experiments/comparison.ts';
import { readLog } from '../agent/experiments/log-lines.ts';
import { CALL_RATE_HZ, Caller } from './caller.ts';
import { waitForEndOfAnswer, waitForSound } from './hearing.ts';
import { startStack } from './running-stack.ts';
import type { RunningStack } from './running-stack.ts';
import { borrowSpeech } from './shared-stack.ts';
import { ScriptedLlm } from './scripted-llm.ts';
import { synthesize } from './speech.ts';

const ANSWER_TIMEOUT_MS = 30_000;

/** The greeting is over by then. */
const QUESTION_AT_S = 6;

const folder = mkdtempSync(join(tmpdir(), 'parley-assistants-'));
const turns = mkdtempSync(join(tmpdir(), 'parley-turns-'));

const parley = `
instructions: You are the front desk.
greeting: Front desk.
voice: am_michael
handOffs:
  cafe: the caller wants cake
`;
const cafe = `
instructions: You sell cake.
voice: bf_emma
turnTaking: patient
sentences: { introduction: This is the café. }
knowledge: knowledge
limits: { maxCallMinutes: 5 }
`;
const trial = (greeting: string, short: number, long: number) => `
greeting: ${greeting}
experiment:
  name: length
  variants:
    short: { weight: ${short}, instructions: Be short. }
    long: { weight: ${long}, instructions: Take your time. }
limits: { maxCallMinutes: 0.3 }
idle: { askAfterS: 0, hangUpAfterS: 0 }
sentences: { timeIsUp: That was it. }
`;

let llm: ScriptedLlm;
let stack: RunningStack;

const write = (name: string, text: string) => {
  writeFileSync(join(folder, `${name}.yaml`), text);
};

beforeAll(async () => {
  write('parley', parley);
  write('cafe', cafe);
  write('trial', trial('First edition.', 1, 0));
  write('broken', 'greeting: Hi\ngreting: Hello');
  llm = await ScriptedLlm.start([
    { user: /cake/i, answers: [{ tool: 'hand_off_to_cafe' }] },
    { user: /open/, answers: ['We open at eight.'] },
  ]);
  const { baseUrl, apiKey, model } = llm.address;
  stack = await startStack({
    ...borrowSpeech(),
    ASSISTANTS_DIR: folder,
    TURN_LOG_DIR: turns,
    LLM_BASE_URL: baseUrl,
    LLM_API_KEY: apiKey,
    LLM_MODEL: model,
  });
});

afterAll(async () => {
  await stack.stop();
  await llm.stop();
});

/** Joins and hears the greeting. */
async function joinGreeted(assistant?: string): Promise<Caller> {
  const caller = await Caller.join(stack.page, undefined, assistant);
  await waitForEndOfAnswer(caller, await waitForSound(caller, 0, ANSWER_TIMEOUT_MS));
  return caller;
}

/** Types a line and hears the answer. @returns what the agent said meanwhile. */
async function ask(caller: Caller, text: string): Promise<string> {
  const before = caller.spoken.length;
  const askedMs = performance.now();
  await caller.type(text);
  await waitForEndOfAnswer(caller, await waitForSound(caller, askedMs, ANSWER_TIMEOUT_MS));
  return caller.spoken
    .slice(before)
    .map((line) => line.text.trim())
    .join(' ');
}

/** The last request for a reply: who the model was told to be, what it knew, and which tools it had. */
function readLastRequest() {
  const { messages, tools = [] } = llm.replies.at(-1)?.body as unknown as {
    messages: { role: string; content?: string }[];
    tools?: { function: { name: string } }[];
  };
  const read = (role: string) =>
    messages.filter((message) => message.role === role).map(({ content }) => content);
  return {
    system: read('system').join('\n'),
    user: read('user'),
    tools: tools.map((tool) => tool.function.name),
  };
}

test('a worker says what is wrong with an assistant, and answers calls with the others', () => {
  const log = stack.lines.join('\n');
  expect(log).toContain(
    `${join(folder, 'broken.yaml')}:2:1: unknown key "greting"; did you mean "greeting"?`,
  );
  expect(log).toContain('assistants: cafe, parley, trial; default: parley');
});

test('one call, two assistants: voice, instructions, tools and documents change, and what was said goes along', async () => {
  const caller = await joinGreeted('broken'); // The default answers in its place.
  expect(caller.spoken[0]?.text.trim()).toBe('Front desk.');
  expect(caller.agentAttributes).toMatchObject({
    'parley.assistant': 'parley',
    'parley.voice': 'am_michael',
  });

  expect(await ask(caller, 'I would like some cake.')).toBe('This is the café.');
  expect(readLastRequest()).toMatchObject({ system: expect.stringContaining('front desk') as string });
  expect(readLastRequest().tools).toContain('hand_off_to_cafe');
  await vi.waitFor(() => {
    expect(caller.agentAttributes).toMatchObject({ 'parley.assistant': 'cafe', 'parley.voice': 'bf_emma' });
  });

  expect(await ask(caller, 'When do you open?')).toBe('We open at eight.');
  const { system, user, tools } = readLastRequest();
  expect(system).toContain('You sell cake.');
  expect(system).not.toContain('front desk');
  expect(user).toEqual(['I would like some cake.', expect.stringMatching(/\nWhen do you open\?$/)]);
  expect(user[1]).toContain('<document source="example-cafe.md, Opening hours">We are open from eight');
  const reply = caller.data.findLast(({ topic }) => topic === 'parley.reply');
  expect(JSON.parse(reply?.text ?? '')).toMatchObject({
    heard: expect.stringContaining('eight') as string,
    sources: [{ file: 'example-cafe.md', heading: 'Opening hours' }],
  });
  expect(tools).not.toContain('hand_off_to_cafe');
  await caller.leave();
});

test('an edited file applies to the next call; its variants are drawn, recorded and compared', async () => {
  const question = await synthesize(
    { baseUrl: stack.tts, model: 'kokoro' },
    'am_michael',
    'When do you open?',
  );
  for (const file of readdirSync(turns)) rmSync(join(turns, file)); // Of a first try.
  write('trial', trial('First edition.', 1, 0));
  const first = await joinGreeted('trial');
  const saidMs = await first.say(question);
  await waitForEndOfAnswer(first, await waitForSound(first, saidMs, ANSWER_TIMEOUT_MS));
  expect(first.spoken.at(-1)?.text.trim()).toBe('We open at eight.');
  expect(readLastRequest().system).toContain('Be short.');
  await first.leave();

  write('trial', trial('Second edition.', 0, 1));
  const second = await joinGreeted('trial');
  expect(second.spoken[0]?.text.trim()).toBe('Second edition.');
  await vi.waitFor(() => expect(second.endedMs).toBeDefined(), { timeout: 60_000, interval: 250 });
  expect(second.spoken.at(-1)?.text.trim()).toBe('That was it.');

  const results = await vi.waitFor(
    async () => {
      const compared = compareVariants('length', await readLog(turns));
      expect(compared).toHaveLength(2);
      return compared;
    },
    { timeout: 10_000, interval: 250 },
  );
  expect(results).toMatchObject([
    { variant: 'long', calls: 1, completed: 0, turns: 0 }, // Its time was up.
    { variant: 'short', calls: 1, completed: 1, turns: 1, lostTurns: 0 },
  ]);
});

/** `npm run talk` in the stack that runs here. */
function talk(args: string[], env: NodeJS.ProcessEnv = {}) {
  const { port } = new URL(stack.page);
  const child = spawn(process.execPath, ['stack/bootstrap.mjs', 'talk', ...args], {
    // Otherwise vitest's NODE_ENV would bring LiveKit's debug lines.
    env: {
      ...process.env,
      NODE_ENV: 'production',
      ENV_FILE: '/dev/null',
      TOKEN_SERVER_PORT: port,
      ...env,
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const output = { printed: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.printed += chunk.toString()));
  return { child, output, closed: once(child, 'close') as Promise<[number]> };
}

test('npm run talk: what is typed is answered in the terminal', async () => {
  const { child, output, closed } = talk(['--assistant', 'parley']);
  child.stdin.end('I would like some cake.\nWhen do you open?\n');
  expect(await closed).toEqual([0, null]);
  expect(output.printed.replace(/ +$/gm, '')).toContain(
    'parley: Front desk.\ncafe: This is the café.\ncafe: We open at eight.\nThe call has ended.\n',
  );
});

test('npm run talk --microphone: what is said is heard, and what is answered can be', async () => {
  const question = await synthesize(
    { baseUrl: stack.tts, model: 'kokoro' },
    'am_michael',
    'When do you open?',
  );
  const spoken = new Int16Array(CALL_RATE_HZ * QUESTION_AT_S + question.length);
  spoken.set(question, CALL_RATE_HZ * QUESTION_AT_S);
  const devices = mkdtempSync(join(tmpdir(), 'parley-sound-'));
  writeFileSync(join(devices, 'spoken'), new Uint8Array(spoken.buffer));
  for (const [name, script] of [
    ['arecord', `cat ${devices}/spoken; exec cat /dev/zero`],
    ['aplay', `exec cat > ${devices}/heard`],
  ] as const)
    writeFileSync(join(devices, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });

  const { child, output, closed } = talk(['--microphone'], {
    PATH: `${devices}:${process.env['PATH'] ?? ''}`,
  });
  await vi.waitFor(() => expect(output.printed).toContain('We open at eight.'), {
    timeout: 60_000,
    interval: 250,
  });
  child.kill('SIGINT');
  await closed;
  expect(output.printed).toMatch(/you: .*open/i);
  const bytes = readFileSync(join(devices, 'heard'));
  const heard = new Int16Array(Uint8Array.from(bytes.subarray(0, bytes.length & ~1)).buffer);
  expect(heard.some((sample) => Math.abs(sample) > 2000)).toBe(true);
});
