import { expect, it } from 'vitest';
import { speak, VOICE_RATE_HZ } from '../calibrated/voice.ts';
import { join } from './sound.ts';
import { silence } from './testing.ts';
import { findWordGap, listQuietPlaces } from './word-gap.ts';

const words = ['I', 'would', 'like', 'extra', 'cheese'];

/** Understands a word for each stretch of sound: what a recogniser does, for a voice that is no voice. */
function createRecognizer(spoken: Int16Array[]) {
  const lengths = spoken.map(({ length }) => length);
  return (samples: Int16Array) => {
    const before = samples.byteOffset / 2;
    let position = 0;
    const heard = words.filter((_, index) => {
      const middle = position + (lengths[index] ?? 0) / 2;
      position += lengths[index] ?? 0;
      return middle >= before && middle < before + samples.length;
    });
    return Promise.resolve(heard.join(' '));
  };
}

it('opens speech between the words it is asked to, wherever it is quieter elsewhere', async () => {
  const spoken = words.map((word, index) => join(speak(word), silence(index === 2 ? 20 : 60)));
  const fluent = join(...spoken);
  const gap = await findWordGap(
    fluent,
    VOICE_RATE_HZ,
    'I would like',
    'extra cheese',
    createRecognizer(spoken),
  );
  const end = spoken.slice(0, 3).reduce((sum, { length }) => sum + length, 0);
  expect(gap.toSample / VOICE_RATE_HZ).toBeCloseTo(end / VOICE_RATE_HZ, 2);
  expect((gap.toSample - gap.fromSample) / VOICE_RATE_HZ).toBeCloseTo(0.02, 2);
});

it('looks at quiet places near the expected one only, and at none twice', () => {
  const levels = new Array<number>(400).fill(-20);
  levels.fill(-60, 10, 20).fill(-50, 200, 204).fill(-40, 240, 244);
  const places = listQuietPlaces(levels, 210);
  expect(places.slice(0, 2)).toEqual([200, 240]);
  expect(Math.min(...places)).toBeGreaterThanOrEqual(130);
});
