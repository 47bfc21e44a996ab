import { describe, expect, test } from 'vitest';
import { PlayoutClock } from './playout-clock.ts';
import { chooseSegment, chooseSentence } from './segmentation.ts';
import { ServerSpeed } from './server-speed.ts';
import { countSpokenLetters, LETTER_MS } from './speech-length.ts';

const REPLY =
  'You can find the opening hours on our website, on the contact page. We are open from nine to five on weekdays, ' +
  'and on Saturdays from ten until two in the afternoon. Dr. Smith is away until the end of the month, so please ' +
  'ask for Mr. Brown at the desk if you come before then. Is there anything else that I can do for you?';

interface Server {
  fixedMs: number;
  /** Synthesis time by length of the audio. */
  perAudio: number;
}

interface Spoken {
  text: string;
  audioMs: number;
  /** Silence before it that the caller hears, because it was not made in time. */
  gapMs: number;
  firstSoundMs: number;
}

/** Speaks a reply that is written at `lettersPerS` on a server, on a clock of its own. */
function speak(reply: string, server: Server, lettersPerS: number): Spoken[] {
  const speed = new ServerSpeed(1);
  for (const audioMs of [800, 3000, 1500, 5000, 800, 3000])
    speed.observe(server.fixedMs + server.perAudio * audioMs, audioMs, audioMs / LETTER_MS);
  const clock = new PlayoutClock();
  clock.start(0);
  const spoken: Spoken[] = [];
  let nowMs = 0;
  let position = 0;
  while (position < reply.length) {
    const written = Math.min(reply.length, Math.floor((nowMs * lettersPerS) / 1000));
    const ended = written === reply.length;
    const raw = reply.slice(position, written);
    const text = raw.trimStart();
    const aheadMs = clock.getAheadMs(nowMs);
    const choice = chooseSegment({ text, ended, aheadMs, limitMs: Infinity, speed });
    if ('waitMs' in choice) {
      if (ended) break;
      nowMs += Math.min(10, choice.waitMs);
      continue;
    }
    const segment = text.slice(0, choice.end);
    const letters = countSpokenLetters(segment);
    const audioMs = letters * LETTER_MS;
    const synthesisMs = server.fixedMs + server.perAudio * audioMs;
    nowMs += synthesisMs;
    spoken.push({ text: segment.trim(), audioMs, gapMs: clock.getSilentMs(nowMs), firstSoundMs: nowMs });
    clock.add(audioMs, nowMs);
    speed.observe(synthesisMs, audioMs, letters);
    position += raw.length - text.length + choice.end;
  }
  return spoken;
}

const servers = {
  'Kokoro int8 on two cores': { fixedMs: 260, perAudio: 0.29 },
  'the same, busy': { fixedMs: 450, perAudio: 0.5 },
  'a GPU': { fixedMs: 75, perAudio: 0.05 },
  'far away': { fixedMs: 500, perAudio: 0.05 },
};

describe.each(Object.entries(servers))('%s', (_, server) => {
  test.each([400, 60])(
    'nothing is lost and no gap is heard when %i letters are written a second',
    (lettersPerS) => {
      const spoken = speak(REPLY, server, lettersPerS);
      expect(spoken.map(({ text }) => text).join(' ')).toBe(REPLY);
      expect(spoken.map(({ gapMs }) => Math.round(gapMs))).toEqual(spoken.map(() => 0));
    },
  );
});

test('the first segment is a few words, later ones are sentences', () => {
  const spoken = speak(REPLY, servers['Kokoro int8 on two cores'], 400);
  expect(spoken[0]?.text).toBe('You can find the opening');
  expect(spoken.filter(({ text }) => /[.?]$/.test(text)).length).toBeGreaterThanOrEqual(3);
});

test('a server slower than speech is given sentences, so that its gaps are where people pause', () => {
  const spoken = speak(REPLY, { fixedMs: 300, perAudio: 1.2 }, 400);
  expect(spoken.map(({ text }) => text).join(' ')).toBe(REPLY);
  for (const { audioMs } of spoken.slice(0, -1)) expect(audioMs).toBeGreaterThan(2000);
});

test('a slower server gets a longer first segment', () => {
  const [fast] = speak(REPLY, servers['a GPU'], 400);
  const [slow] = speak(REPLY, { fixedMs: 600, perAudio: 0.55 }, 400);
  expect(slow?.audioMs).toBeGreaterThan(1.5 * (fast?.audioMs ?? 0));
});

test('the first words do not wait for more text than they need', () => {
  const [first] = speak(REPLY, servers['a GPU'], 60);
  expect(first?.firstSoundMs).toBeLessThan(600);
});

const choose = (text: string, ended = false, aheadMs = 0) =>
  chooseSegment({ text, ended, aheadMs, limitMs: Infinity, speed: new ServerSpeed(1) });

test.each(['Yes.', 'Sure, I can.', 'How can I help you?', 'It is nine.'])('"%s" stays whole', (text) => {
  for (let length = 1; length < text.length; length++)
    expect(choose(text.slice(0, length))).toHaveProperty('waitMs');
  expect(choose(text, true)).toEqual({ end: text.length, joined: false });
});

test('a cut inside a clause is told apart, and a clause that ends soon behind it is preferred', () => {
  expect(choose('I think that the weather will be fine')).toEqual({ end: 24, joined: true });
  expect(choose('I think that it works, because you see')).toEqual({ end: 22, joined: false });
});

test('while audio is ahead it waits for the end of the sentence, but not until a gap is heard', () => {
  const written = 'we are open from nine to five on weekdays';
  const choice = choose(written, false, 6000);
  expect(choice).toHaveProperty('waitMs');
  expect('waitMs' in choice && choice.waitMs).toBeLessThan(6000);
  expect(choose(written, false, 1100)).toHaveProperty('end');
});

describe('all of a reply that has ended is spoken, however much audio is ahead', () => {
  test.each([
    'No. We are closed on Mondays because the oven is cleaned that day and nobody is there to bake.',
    'Yes. Ok. No.',
    'We are closed on Mondays because the oven is cleaned that day and nobody is there to bake. Ok.',
    'One, two.\nYes. Well, we are closed on Mondays because the oven is cleaned then, so come on Tuesday instead.',
  ])('%s', (reply) => {
    for (let aheadMs = 0; aheadMs <= 12_000; aheadMs += 250)
      for (let rest = reply; rest !== '';) {
        const choice = choose(rest, true, aheadMs);
        expect(choice, `${aheadMs} ms ahead of "${rest}"`).toHaveProperty('end');
        rest = 'end' in choice ? rest.slice(choice.end).trimStart() : '';
      }
  });
});

test('a short sentence goes together with the next, also with a long one', () => {
  const reply =
    'No. We are closed on Mondays because the oven is cleaned that day and nobody is there to bake.';
  expect(choose(reply, true, 3000)).toEqual({ end: reply.length, joined: false });
});

test('a limit is kept as far as a segment can be so short', () => {
  const state = { text: REPLY, ended: true, aheadMs: 5000, speed: new ServerSpeed(1) };
  const choice = chooseSegment({ ...state, limitMs: 1000 });
  expect('end' in choice && countSpokenLetters(REPLY.slice(0, choice.end)) * LETTER_MS).toBeLessThan(1600);
});

test('sentences: whole ones, the short together with the next', () => {
  expect(chooseSentence({ text: 'Yes. Of course I can help. And', ended: false })).toEqual({
    end: 26,
    joined: false,
  });
  expect(chooseSentence({ text: 'Of course I can help, and', ended: false })).toEqual({ waitMs: Infinity });
  expect(chooseSentence({ text: 'Yes.', ended: true })).toEqual({ end: 4, joined: false });
});
