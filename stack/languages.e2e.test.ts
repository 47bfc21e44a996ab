import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Caller } from './caller.ts';
import { joinHeard, waitForEndOfAnswer, waitForSound } from './hearing.ts';
import { startStack } from './running-stack.ts';
import type { RunningStack } from './running-stack.ts';
import { ScriptedLlm } from './scripted-llm.ts';
import { synthesize, transcribe } from './speech.ts';

const TIMEOUT_MS = 30_000;
const HOURS = 'We are open from nine in the morning until six in the evening.';
const TAVOLO = 'Abbiamo un tavolo alle nove di sera.';

const assistant = `
instructions: You work at a shop.
language: auto
idle: { askAfterS: 4, hangUpAfterS: 10 }
`;

let stack: RunningStack;
let llm: ScriptedLlm;
let assistants: string;

beforeAll(async () => {
  assistants = await mkdtemp(join(tmpdir(), 'assistants-'));
  await writeFile(join(assistants, 'parley.yaml'), assistant);
  llm = await ScriptedLlm.start([{ user: /open/i, answers: [HOURS] }]);
  llm.otherwise = TAVOLO;
  const { baseUrl, model } = llm.address;
  stack = await startStack({
    STT_MODEL: 'base',
    ASSISTANTS_DIR: assistants,
    LLM_BASE_URL: baseUrl,
    LLM_MODEL: model,
    LLM_TURN_END: 'off',
    TURN_LOG_DIR: 'off',
  });
});

afterAll(async () => {
  await stack.stop();
  await llm.stop();
  await rm(assistants, { recursive: true });
});

test('repeats and slows down by itself, goes on in the language it hears, and hangs up on a silent caller', async () => {
  const clips = [
    ['am_michael', 'When are you open?'],
    ['am_michael', 'Could you repeat that, please?'],
    ['am_michael', 'Slower, please.'],
    ['if_sara', 'Vorrei prenotare un tavolo per domani sera, per favore.'],
  ] as const;
  const spoken = await Promise.all(
    clips.map(([voice, text]) => synthesize({ baseUrl: stack.tts, model: 'kokoro' }, voice, text)),
  );
  const caller = await Caller.join(stack.page);
  await waitForEndOfAnswer(caller, await waitForSound(caller, 0, TIMEOUT_MS));

  /** What the agent writes and says in return, and how long that takes. */
  const ask = async (clip: Int16Array) => {
    const linesBefore = caller.transcript.length;
    const fromMs = await waitForSound(caller, await caller.say(clip), TIMEOUT_MS);
    const toMs = await waitForEndOfAnswer(caller, fromMs);
    const lines = caller.transcript.slice(linesBefore);
    const written = lines.flatMap(({ speaker, text }) => (speaker === 'agent' ? [text] : []));
    const heard = await transcribe(
      { baseUrl: stack.stt, model: 'base' },
      joinHeard(caller, fromMs - 200, toMs + 300),
    );
    console.log({ written, heard, seconds: Math.round((toMs - fromMs) / 100) / 10 });
    return { written, heard, durationMs: toMs - fromMs };
  };
  const [question, repeat, slower, italian] = spoken as [Int16Array, Int16Array, Int16Array, Int16Array];

  const first = await ask(question);
  expect(first.written).toEqual([HOURS]);
  const asked = llm.replies.length;
  const again = await ask(repeat);
  expect(again.written).toEqual([HOURS]);
  expect(again.heard).toMatch(/open from nine|open from 9/i);
  const slow = await ask(slower);
  expect(slow.written).toEqual([`Okay, I'll speak slower. ${HOURS}`]);
  expect(slow.durationMs).toBeGreaterThan(again.durationMs * 1.15);
  expect(llm.replies.length).toBe(asked); // None of that was for the language model.

  const answer = await ask(italian);
  expect(answer.written).toEqual([TAVOLO]);
  expect(answer.heard).toMatch(/nove|9/i);
  expect(caller.agentAttributes).toMatchObject({ 'parley.language': 'it', 'parley.voice': 'if_sara' });
  const [system] = llm.replies.at(-1)?.body.messages ?? [];
  expect(system?.content).toBe('You work at a shop. Answer in Italian.');

  const endMs = performance.now();
  await expect.poll(() => caller.endedMs, { timeout: TIMEOUT_MS, interval: 100 }).toBeDefined();
  console.log(`hung up ${Math.round((caller.endedMs ?? 0) - endMs)} ms after the last answer`);
  const last = caller.transcript.filter(({ speaker }) => speaker === 'agent').slice(-2);
  expect(last.map(({ text }) => text)).toEqual([
    'È ancora in linea?',
    'Grazie per la chiamata. Arrivederci.',
  ]);
  await caller.leave();
});
