import { expect, it } from 'vitest';
import { bedNames, createBed } from '../corpus/beds.ts';
import { createRandom } from '../corpus/random.ts';
import { join, mix } from '../corpus/sound.ts';
import { sayWithPauses, silence } from '../corpus/testing.ts';
import { hearWords } from './heard-words.ts';
import { learnRecording } from './known-recording.ts';
import { VOICE_RATE_HZ } from './voice.ts';

const PAUSE_MS = 700;
const said = {
  order: sayWithPauses(
    'a.wav',
    ['I would like a pizza with mushrooms and', 'extra cheese, please.'],
    PAUSE_MS,
  ),
  question: sayWithPauses('b.wav', ['When does the last bus leave tonight?'], 0),
  stop: sayWithPauses('c.wav', ['Stop.'], 0),
};
const known = Object.values(said).map(({ samples, item: { pauses, ...item } }) =>
  learnRecording({
    ...item,
    kind: 'paused',
    samples,
    rateHz: VOICE_RATE_HZ,
    speechEndMs: item.speech_end_ms,
    pauses: pauses.map(({ at_ms, duration_ms, after_words }) => ({
      atMs: at_ms,
      durationMs: duration_ms,
      afterWords: after_words,
    })),
    half: 'test',
  }),
);
const template = {
  voice: 'none',
  rateHz: VOICE_RATE_HZ,
  half: 'test',
} as const;
const hear = (samples: Int16Array) => hearWords(samples, VOICE_RATE_HZ, known);
const cut = (samples: Int16Array, fromMs: number, toMs: number) =>
  samples.slice((fromMs * VOICE_RATE_HZ) / 1000, (toMs * VOICE_RATE_HZ) / 1000);
const pauseAtMs = said.order.item.pauses[0]?.at_ms ?? 0;

it('understands all of a recording that was played, in silence and at another loudness', () => {
  const played = join(
    silence(330),
    said.question.samples.map((sample) => sample / 3),
    silence(200),
  );
  expect(hear(played).text).toBe('When does the last bus leave tonight.');
});

it('never knows what comes after a pause, however long it has listened', () => {
  for (let silenceMs = 20; silenceMs <= PAUSE_MS; silenceMs += 20) {
    const { text, last } = hear(join(silence(110), cut(said.order.samples, 0, pauseAtMs + silenceMs)));
    expect(text).toBe('I would like a pizza with mushrooms and.');
    expect(last?.endMs).toBeGreaterThanOrEqual(pauseAtMs + silenceMs - 40);
    expect(last?.endMs).toBeLessThanOrEqual(pauseAtMs + silenceMs + 40);
  }
});

it('hears nothing in silence that a client adds, however long', () => {
  const padded = join(cut(said.order.samples, 0, pauseAtMs + 200), silence(PAUSE_MS + 1000));
  expect(hear(padded).text).toBe('I would like a pizza with mushrooms and.');
});

it('gives back more words the more it hears, in order', () => {
  const endMs = said.order.item.speech_end_ms;
  const texts = Array.from(
    { length: 20 },
    (_, n) => hear(cut(said.order.samples, 0, (endMs * (n + 1)) / 20)).text,
  );
  const counts = texts.map((text) => text.split(' ').filter(Boolean).length);
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
  expect(new Set(counts).size).toBeGreaterThan(8);
  expect(counts.at(-1)).toBe(11);
});

it('understands the rest of a turn whose beginning was sent before', () => {
  const rest = cut(said.order.samples, pauseAtMs + PAUSE_MS - 200, said.order.item.speech_end_ms);
  expect(hear(rest).text).toBe('extra cheese, please.');
});

it('understands two recordings in the order they were played', () => {
  const both = join(said.stop.samples, silence(400), said.question.samples);
  expect(hear(both).text).toBe('Stop. When does the last bus leave tonight.');
});

it.each(bedNames)('understands nothing in %s and in silence', (name) => {
  const others = [said.order.samples.toReversed()];
  const noise = mix(silence(3000), createBed(name, 72_000, VOICE_RATE_HZ, -34, createRandom(3), others));
  const item = { ...template, file: `${name}.wav`, kind: 'noise', text: '', samples: noise } as const;
  const recording = learnRecording({ ...item, speechEndMs: 0, pauses: [] });
  const played = join(silence(130), cut(noise, 0, 2000));
  expect(hearWords(played, VOICE_RATE_HZ, [...known, recording]).text).toBe('');
  expect(hear(silence(2000))).toEqual({ text: '' });
});

it('understands a recording over a hum', () => {
  const bed = createBed('hum', said.question.samples.length, VOICE_RATE_HZ, -34, createRandom(3), []);
  expect(hear(mix(said.question.samples, bed)).text).toBe('When does the last bus leave tonight.');
});
