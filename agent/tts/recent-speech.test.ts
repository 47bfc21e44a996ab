import { expect, test } from 'vitest';
import { RecentSpeech } from './recent-speech.ts';
import { SPEECH_SAMPLE_RATE_HZ } from './speech-request.ts';

const speak = (seconds: number) => new Int16Array(seconds * SPEECH_SAMPLE_RATE_HZ);

test('gives back what was kept, as it was', () => {
  const recent = new RecentSpeech();
  const samples = speak(2);
  recent.keep('a', samples);
  expect(recent.read('a')).toBe(samples);
  expect(recent.has('b')).toBe(false);
  expect(recent.read('b')).toBeUndefined();
});

test('forgets what was used least recently, as soon as there is more than a minute', () => {
  const recent = new RecentSpeech();
  for (const key of ['a', 'b', 'c']) recent.keep(key, speak(20));
  recent.read('a');
  recent.keep('d', speak(10));
  expect(['a', 'b', 'c', 'd'].filter((key) => recent.has(key))).toEqual(['a', 'c', 'd']);
});

test('keeping the same again takes no more room, and too much is not kept at all', () => {
  const recent = new RecentSpeech();
  for (let n = 0; n < 10; n++) recent.keep('a', speak(10));
  recent.keep('b', speak(50));
  expect(recent.has('a') && recent.has('b')).toBe(true);
  recent.keep('c', speak(61));
  expect(['a', 'b', 'c'].some((key) => recent.has(key))).toBe(false);
});
