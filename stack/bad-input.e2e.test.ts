import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { en as sentences } from '../agent/assistant/sentences/en.ts';
import { CALL_RATE_HZ, Caller } from './caller.ts';
import { waitForEndOfAnswer, waitForSound } from './hearing.ts';
import { findProcesses } from './process-list.ts';
import { getSharedStack } from './shared-stack.ts';
import { synthesize } from './speech.ts';
import { answersOk } from './supervisor.ts';

const ANSWER_TIMEOUT_MS = 30_000;
const RESTART_TIMEOUT_MS = 60_000;
/** A turn that was taken for two shows itself by then. */
const SECOND_TURN_MS = 2000;
const QUESTION = 'What are your opening hours?';

const stack = getSharedStack();

function speak(voice: string, text: string): Promise<Int16Array> {
  return synthesize({ baseUrl: stack.tts, model: 'kokoro' }, voice, text);
}

async function joinGreeted(): Promise<Caller> {
  const caller = await Caller.join(stack.page);
  await waitForEndOfAnswer(caller, await waitForSound(caller, 0, ANSWER_TIMEOUT_MS));
  return caller;
}

/** Says it, and hears an answer begin: what was understood, one text a turn. */
async function ask(caller: Caller, clip: Int16Array): Promise<string[]> {
  const before = caller.transcript.length;
  await waitForSound(caller, await caller.say(clip), ANSWER_TIMEOUT_MS);
  await sleep(SECOND_TURN_MS);
  const lines = caller.transcript.slice(before).filter(({ speaker }) => speaker === 'caller');
  const understood = lines.map(({ text }) => text);
  console.log({ understood });
  return understood;
}

function join(...clips: Int16Array[]): Int16Array {
  const joined = new Int16Array(clips.reduce((total, { length }) => total + length, 0));
  clips.reduce((offset, clip) => {
    joined.set(clip, offset);
    return offset + clip.length;
  }, 0);
  return joined;
}

/** 8 kHz μ-law, and up again by straight lines. */
function sendByTelephone(samples: Int16Array): Int16Array {
  const step = CALL_RATE_HZ / 8000;
  const received = Array.from({ length: Math.floor(samples.length / step) }, (_, i) => {
    const mean = samples.subarray(i * step, (i + 1) * step).reduce((sum, sample) => sum + sample, 0) / step;
    const code = Math.round((Math.log1p((255 * Math.abs(mean)) / 32768) / Math.log(256)) * 127) / 127;
    return (Math.sign(mean) * 32767 * (256 ** code - 1)) / 255;
  });
  return samples.map((_, i) => {
    const [from, to] = [received[Math.floor(i / step)] ?? 0, received[Math.floor(i / step) + 1] ?? 0];
    return Math.round(from + (to - from) * ((i % step) / step));
  });
}

describe('is understood, and answered', () => {
  test.each([
    ['a caller 40 dB too quiet', (clip: Int16Array) => clip.map((sample) => Math.round(sample / 100))],
    [
      'a microphone that clips',
      (clip: Int16Array) => clip.map((s) => Math.max(-32768, Math.min(32767, s * 10))),
    ],
    ['a telephone', sendByTelephone],
  ])('%s', async (_, damage) => {
    const caller = await joinGreeted();
    // Words may suffer, the question must not.
    const understood = await ask(caller, damage(await speak('am_michael', QUESTION)));
    expect(understood).toHaveLength(1);
    expect(understood[0]).toMatch(/open\w* hours/i);
    await caller.leave();
  });
});

test.each([
  ['Spanish', 'ef_dora', '¿Hay aparcamiento cerca del café?'],
  ['Japanese', 'jf_alpha', '駐車場はありますか。'],
])(
  'a turn that goes on in %s is understood as far as it is English, and the call goes on',
  async (_, voice, text) => {
    const [english, foreign] = await Promise.all([speak('am_michael', QUESTION), speak(voice, text)]);
    const caller = await joinGreeted();
    const pause = new Int16Array(0.15 * CALL_RATE_HZ);
    // The model knows English only: what it makes of the rest is its own affair.
    for (const clip of [join(english, pause, foreign), english]) {
      // The English is a whole question: it may be taken for the end of a turn.
      expect((await ask(caller, clip)).join(' ')).toMatch(/opening hours/i);
      await waitForEndOfAnswer(caller, performance.now());
    }
    await caller.leave();
  },
);

test('what can only be guessed is asked for again, then otherwise, and never answered', async () => {
  const [unknown, english] = await Promise.all([
    speak('ef_dora', 'No puedo encontrar mi número de pedido.'),
    speak('am_michael', QUESTION),
  ]);
  const caller = await joinGreeted();
  for (const sentence of [sentences.notUnderstood, sentences.stillNotUnderstood]) {
    expect(await ask(caller, unknown)).toEqual([]);
    await waitForEndOfAnswer(caller, performance.now());
    expect(caller.transcript.at(-1)?.text).toBe(sentence);
  }
  expect((await ask(caller, english)).join(' ')).toMatch(/opening hours/i);
  await caller.leave();
});

test('an STT server that dies while the caller speaks costs no more than a repetition', async () => {
  const question = await speak('am_michael', `I would like to ask you something. ${QUESTION}`);
  const caller = await joinGreeted();
  const asked = ask(caller, question);
  await sleep(1500);
  const [server] = await findProcesses(stack, /-m models\.stt/);
  if (!server) throw new Error('the STT server was not found');
  process.kill(server.pid, 'SIGKILL');
  const understood = await asked;
  await waitForEndOfAnswer(caller, performance.now());
  // Back in time, it was given the kept audio; or else the caller is asked again.
  if (understood.length > 0) expect(understood.join(' ')).toMatch(/opening hours/i);
  else expect(caller.transcript.at(-1)?.text).toBe(sentences.notUnderstood);

  const deadlineMs = performance.now() + RESTART_TIMEOUT_MS;
  while (!(await answersOk(`${stack.stt}/models`)) && performance.now() < deadlineMs) await sleep(200);
  expect((await ask(caller, question)).join(' ')).toMatch(/opening hours/i);
  await caller.leave();
});
