import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { assistantSchema } from '../assistant-schema.ts';
import { Speaker } from '../speaker.ts';
import { VoiceHabits } from './voice-habits.ts';

/** A call in which the agent has said these, each in pieces as it was written. */
async function start(...texts: string[]) {
  return startAt(1.1, ...texts);
}

async function startAt(speed: number, ...texts: string[]) {
  const speaker = new Speaker(
    { ...assistantSchema.parse({ speed }), name: 'test' },
    { voice: 'af_heart', speed: 1, language: 'en', turnTaking: 'balanced', voices: {} },
  );
  const said: string[] = [];
  const heard: string[] = [];
  const habits = new VoiceHabits({
    speaker,
    say: (text) => said.push(text),
    hear: (words) => heard.push(words),
  });
  const speak = async (text: string) => {
    const written: AsyncIterable<string> = Readable.from(text.split(/(?<= )/));
    let passed = '';
    for await (const piece of habits.follow(written)) passed += piece;
    expect(passed).toBe(text);
  };
  for (const text of texts) await speak(text);
  return { speaker, habits, said, heard, speak };
}

describe('repeat', () => {
  test('says again what was said last, not what was said by the way', async () => {
    const { habits, said } = await start(
      'We open at nine. ',
      'Are you still there?',
      "Sorry, I didn't catch that. Could you say it again?",
    );
    expect(habits.obey('Could you repeat that, please?')).toBe(true);
    expect(said).toEqual(['We open at nine.']);
  });

  test.each([
    'Shall I transfer you to a person now?',
    'Hello, I have been told what this is about. Go on.',
    "I'm sorry, I can't think of an answer right now. Please try again in a moment.",
  ])('says again what waits for an answer: %s', async (question) => {
    const { habits, said } = await start('We open at nine.', question);
    habits.obey('Pardon?');
    expect(said).toEqual([question]);
  });

  test('remembers what was said before any number of asides', async () => {
    const waiting = Array<string>(12).fill("I'm still working on it.");
    const { habits, said } = await start('I look.', ...waiting, 'That is 40 percent done.');
    habits.obey('Pardon?');
    expect(said).toEqual(['I look.']);
  });

  test('the greeting counts', async () => {
    const { habits, said } = await start('Hello. How can I help you?');
    habits.obey('Pardon?');
    expect(said).toEqual(['Hello. How can I help you?']);
  });

  test('greets where nothing was said', async () => {
    const { habits, said } = await start();
    expect(habits.obey('Again.')).toBe(true);
    expect(said).toEqual(['Hello. How can I help you?']);
  });

  test('leaves out what announced it', async () => {
    const { habits, said, speak } = await start('We open at nine.');
    habits.obey('Slower, please.');
    await speak(said.splice(0).join(''));
    habits.obey('Again.');
    expect(said).toEqual(['We open at nine.']);
  });
});

describe('slower and faster', () => {
  test('change the speed in steps, say so, and stop at a limit', async () => {
    const { habits, said, speaker } = await start('We open at nine.');
    habits.obey('Slower, please.');
    expect(speaker.speed).toBeCloseTo(0.88);
    expect(said.splice(0)).toEqual(["Okay, I'll speak slower. We open at nine."]);
    habits.obey('Slower!');
    expect(said.splice(0)).toHaveLength(1);
    habits.obey('Slower!');
    expect(speaker.speed).toBeCloseTo(0.715);
    expect(said.splice(0)).toEqual(["I'm sorry, I can't speak any slower."]);
    for (let step = 0; step < 4; step++) habits.obey('Faster.');
    expect(said.splice(0)).toEqual(Array(4).fill("Okay, I'll speak faster."));
    habits.obey('Faster.');
    expect(said).toEqual(["I'm sorry, I can't speak any faster."]);
  });
});

test.each([
  [1.5, 'Faster.', [1.8, 2, 2, 2], 'Slower.', 1.8, "I'm sorry, I can't speak any faster."],
  [0.6, 'Slower.', [0.5, 0.5, 0.5], 'Faster.', 0.6, "I'm sorry, I can't speak any slower."],
])('at %f, "%s" stays within what a TTS server takes', async (own, command, speeds, back, backTo, limit) => {
  const { habits, said, speaker } = await startAt(own, 'We open at nine.');
  for (const speed of speeds) {
    habits.obey(command);
    expect(speaker.speed).toBeCloseTo(speed);
  }
  expect(said.at(-1)).toBe(limit);
  habits.obey(back);
  expect(speaker.speed).toBeCloseTo(backTo);
});

test('to be quiet is to say nothing', async () => {
  const { habits, said } = await start('We open at nine.');
  expect(habits.obey('Be quiet.')).toBe(true);
  expect(said).toEqual([]);
});

describe('what no language model hears', () => {
  test.each(['Wait.', 'Faster.'])('%s answers a question of ours', async (words) => {
    const { habits, heard } = await start('Shall I hang up now?');
    habits.obey(words);
    expect(heard).toEqual([words]);
  });

  test.each(['Pardon?', 'Slower, please.'])('%s has the question said again', async (words) => {
    const { habits, said, heard } = await start('Shall I hang up now?');
    habits.obey(words);
    expect(said[0]).toMatch(/Shall I hang up now\?$/);
    expect(heard).toEqual([]);
  });

  test('a stop in the middle of a sentence is told, too', async () => {
    const { habits, heard } = await start();
    habits.heedStop('Never mind.');
    expect(heard).toEqual(['Never mind.']);
  });
});

test('who has asked for a moment is waited for until they say something else', async () => {
  const { habits } = await start();
  expect(habits.isToldToWait).toBe(false);
  habits.obey('Hold on a minute.');
  expect(habits.isToldToWait).toBe(true);
  habits.obey('So, where were we?');
  expect(habits.isToldToWait).toBe(false);
  habits.heedStop('Just a second!');
  expect(habits.isToldToWait).toBe(true);
});

test('anything else is for the language model', async () => {
  const { habits, said } = await start('We open at nine.');
  expect(habits.obey('Repeat the opening hours of Sunday.')).toBe(false);
  expect(said).toEqual([]);
});
