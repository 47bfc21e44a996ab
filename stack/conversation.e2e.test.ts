import { setTimeout as sleep } from 'node:timers/promises';
import { OpenAI, toFile } from 'openai';
import { describe, expect, test } from 'vitest';
import { encodeWav } from '../agent/stt/wav.ts';
import { CALL_RATE_HZ, Caller } from './caller.ts';
import { isSound, joinHeard, waitForEndOfAnswer, waitForQuiet, waitForSound } from './hearing.ts';
import { readLines, getSharedStack } from './shared-stack.ts';
import { synthesize, transcribe } from './speech.ts';
import { measureWordErrorRate } from './word-errors.ts';

const MAX_WORD_ERROR_RATE = 0.1;
const ANSWER_TIMEOUT_MS = 30_000;

const questions = [
  { voice: 'am_michael', text: 'What are your opening hours?' },
  { voice: 'bf_emma', text: 'Is there parking near the café?' },
  { voice: 'af_bella', text: 'How do I book a table?' },
] as const;

const stack = getSharedStack();

function speak(voice: string, text: string): Promise<Int16Array> {
  return synthesize({ baseUrl: stack.tts, model: 'kokoro' }, voice, text);
}

async function joinGreeted(): Promise<Caller> {
  const caller = await Caller.join(stack.page);
  await waitForEndOfAnswer(caller, await waitForSound(caller, 0, ANSWER_TIMEOUT_MS));
  return caller;
}

interface Turn {
  turn: number;
  outcome: string;
  discarded: unknown[];
}

/** The turns of the call, as the agent told them to the room; the last word about each counts. */
function readTurns(caller: Caller): Turn[] {
  const turns = new Map<number, Turn>();
  for (const { topic, text } of caller.data) {
    if (topic !== 'parley.turn') continue;
    const turn = JSON.parse(text) as Turn;
    turns.set(turn.turn, turn);
  }
  return [...turns.values()];
}

describe('a call', () => {
  test('three voices ask, and each hears an answer that says what the agent wrote', async () => {
    const clips = await Promise.all(questions.map(({ voice, text }) => speak(voice, text)));
    const joinedMs = performance.now();
    const caller = await Caller.join(stack.page);
    const greetedMs = await waitForSound(caller, 0, ANSWER_TIMEOUT_MS);
    console.log(`greeting heard ${Math.round(greetedMs - joinedMs)} ms after joining`);
    await waitForEndOfAnswer(caller, greetedMs);
    expect(caller.agentAttributes['parley.llm']).toBe('offline-answers');

    const said = { asked: '', understood: '', written: '', heard: '' };
    for (const [index, clip] of clips.entries()) {
      const linesBefore = caller.transcript.length;
      const endedMs = await caller.say(clip);
      const answeredMs = await waitForSound(caller, endedMs, ANSWER_TIMEOUT_MS);
      const quietMs = await waitForEndOfAnswer(caller, answeredMs);

      const lines = caller.transcript.slice(linesBefore);
      const read = (side: string) =>
        lines.flatMap(({ speaker, text }) => (speaker === side ? [text] : [])).join(' ');
      const audio = joinHeard(caller, answeredMs - 200, quietMs + 300);
      const turn = {
        asked: questions[index]?.text ?? '',
        understood: read('caller'),
        written: read('agent'),
        heard: await transcribe({ baseUrl: stack.stt, model: 'tiny.en' }, audio),
      };
      console.log({ ...turn, mouthToEarMs: Math.round(answeredMs - endedMs) });
      for (const key of ['asked', 'understood', 'written', 'heard'] as const) said[key] += ` ${turn[key]}`;
      expect(turn.written).not.toBe('');
    }
    expect(measureWordErrorRate(said.asked, said.understood)).toBeLessThanOrEqual(MAX_WORD_ERROR_RATE);
    expect(measureWordErrorRate(said.written, said.heard)).toBeLessThanOrEqual(MAX_WORD_ERROR_RATE);
    await caller.leave();
  });

  test('a caller who speaks over the answer is listened to', async () => {
    const [question, interruption] = await Promise.all([
      speak('am_michael', 'What is Parley?'),
      speak('af_bella', 'Wait, stop, I have another question.'),
    ]);
    const caller = await joinGreeted();
    const answeredMs = await waitForSound(caller, await caller.say(question), ANSWER_TIMEOUT_MS);
    await sleep(800);
    await waitForSound(caller, performance.now(), ANSWER_TIMEOUT_MS); // Not in a pause between its sentences.
    const startedMs = performance.now();
    const said = caller.say(interruption);
    const stoppedMs = await waitForQuiet(caller, answeredMs, 600);
    await said;
    console.log(`the agent fell silent ${Math.round(stoppedMs - startedMs)} ms after the caller's onset`);
    expect(stoppedMs).toBeGreaterThan(startedMs); // It had been talking when the caller began …
    expect(stoppedMs).toBeLessThan(await said); // … and stopped before the caller had finished.
    await caller.leave();
  });

  test('a caller who pauses in the middle of a sentence is heard to its end', async () => {
    const [begin, end] = await Promise.all([
      speak('am_michael', 'I would like to know'),
      speak('am_michael', 'what your opening hours are.'),
    ]);
    const caller = await joinGreeted();
    const pauseMs = 700;
    const clip = new Int16Array(begin.length + (pauseMs * CALL_RATE_HZ) / 1000 + end.length);
    clip.set(begin);
    clip.set(end, clip.length - end.length);
    const answeredMs = await waitForSound(caller, await caller.say(clip), ANSWER_TIMEOUT_MS);
    await waitForEndOfAnswer(caller, answeredMs);
    const understood = caller.transcript
      .filter(({ speaker }) => speaker === 'caller')
      .map(({ text }) => text);
    expect(understood).toHaveLength(1); // One turn …
    expect(understood[0]).toMatch(/know.*opening hours/i);
    const [turn] = readTurns(caller);
    expect(turn?.outcome).toBe('answered');
    expect(turn?.discarded.length).toBeGreaterThan(0); // … and what was prepared in the pause was thrown away.
    await caller.leave();
  });

  test('an answer goes on after a backchannel, and ends at "stop"', async () => {
    const [question, backchannel, stop] = await Promise.all([
      speak('am_michael', 'What is Parley?'),
      speak('af_bella', 'Yeah.'),
      speak('af_bella', 'Stop.'),
    ]);
    const caller = await joinGreeted();
    const answeredMs = await waitForSound(caller, await caller.say(question), ANSWER_TIMEOUT_MS);
    await sleep(1000);
    const noddedMs = await caller.say(backchannel);
    const resumedMs = await waitForSound(caller, noddedMs + 300, ANSWER_TIMEOUT_MS);
    console.log(`went on ${Math.round(resumedMs - noddedMs)} ms after the backchannel`);
    const quietMs = await waitForEndOfAnswer(caller, answeredMs);
    const [line] = caller.transcript.filter(({ speaker }) => speaker === 'agent').slice(-1);
    const heard = await transcribe(
      { baseUrl: stack.stt, model: 'tiny.en' },
      joinHeard(caller, answeredMs - 200, quietMs + 300),
    );
    console.log({ written: line?.text, heard });
    expect(measureWordErrorRate(line?.text ?? '', heard)).toBeLessThanOrEqual(2 * MAX_WORD_ERROR_RATE);

    const againMs = await waitForSound(caller, await caller.say(question), ANSWER_TIMEOUT_MS);
    await sleep(1000);
    const stopMs = await caller.say(stop);
    const silentMs = await waitForQuiet(caller, againMs, 2000);
    console.log(`silent ${Math.round(silentMs - stopMs)} ms after the end of "stop"`);
    await sleep(2000);
    expect(caller.heard.some((frame) => frame.atMs > silentMs + 100 && isSound(frame))).toBe(false);
    await caller.leave();
  });

  test('every turn leaves one line in the log, without a word of what was said', () => {
    const turnLines = readLines(stack).filter((line) => /turn \d+ \w+:/.test(line));
    expect(turnLines.length).toBeGreaterThanOrEqual(questions.length);
    expect(turnLines.join('\n')).toMatch(
      /turn 1 answered: total \d+ ms, saved \d+ ms · STT asked -?\d+, text -?\d+/,
    );
    for (const { text } of questions) expect(readLines(stack).join('\n')).not.toContain(text);
  });
});

describe("OpenAI's own client", () => {
  test('speaks and transcribes', async () => {
    const speech = await new OpenAI({ baseURL: stack.tts, apiKey: 'x' }).audio.speech.create({
      model: 'kokoro',
      voice: 'af_heart',
      input: 'The quick brown fox jumps over the lazy dog.',
      response_format: 'wav',
    });
    const transcript = await new OpenAI({ baseURL: stack.stt, apiKey: 'x' }).audio.transcriptions.create({
      model: 'tiny.en',
      file: await toFile(speech),
    });
    expect(transcript.text).toMatch(/quick brown fox jumps over the lazy dog/i);
  });

  test('gets an error it understands for a WAV that is none', async () => {
    const client = new OpenAI({ baseURL: stack.stt, apiKey: 'x', maxRetries: 0 });
    const file = await toFile(Buffer.from('<html>not audio</html>'), 'speech.wav');
    await expect(client.audio.transcriptions.create({ model: 'tiny.en', file })).rejects.toThrow(
      OpenAI.BadRequestError,
    );
    const silence = await toFile(encodeWav(new Int16Array(CALL_RATE_HZ), CALL_RATE_HZ), 'silence.wav');
    expect((await client.audio.transcriptions.create({ model: 'tiny.en', file: silence })).text).toBe('');
  });
});
