import { expect, test } from 'vitest';
import { measureAnswer } from './answer.ts';
import { findSounds } from './sounds.ts';
import { makeHeard } from './testing.ts';

/** Speech from 1000 to 4000 ms with two pauses in it. */
const said = {
  startMs: 1000,
  endMs: 4000,
  pauses: [
    { startMs: 1500, durationMs: 400 },
    { startMs: 2500, durationMs: 900 },
  ],
};
const hear = (...loud: [number, number][]) => measureAnswer(said, findSounds(makeHeard(9000, ...loud)));

test('mouth-to-ear counts from the last sample of speech to the first sound', () => {
  expect(hear([4650, 6000])).toEqual({
    answered: true,
    mouthToEarMs: 650,
    cutOff: false,
    pauses: [
      { durationMs: 400, cutOff: false },
      { durationMs: 900, cutOff: false },
    ],
    answeredMs: 4650,
  });
});

test('what the agent still said before the turn is neither an answer nor a cutoff', () => {
  expect(hear([200, 900])).toMatchObject({ answered: false, mouthToEarMs: undefined, cutOff: false });
});

test('a cutoff belongs to the pause that began last before it, even when it is heard after that pause', () => {
  expect(hear([3450, 3700], [4700, 6000])).toEqual({
    answered: true,
    mouthToEarMs: undefined,
    cutOff: true,
    pauses: [
      { durationMs: 400, cutOff: false },
      { durationMs: 900, cutOff: true },
    ],
    answeredMs: 4700,
  });
  expect(hear([1700, 1900], [4700, 6000]).pauses.map(({ cutOff }) => cutOff)).toEqual([true, false]);
});

test('the rest of what cut the caller off does not answer the turn', () => {
  expect(hear([3000, 4400], [4550, 6000])).toMatchObject({ cutOff: true, answered: false });
  expect(hear([3000, 4400], [5500, 6000])).toMatchObject({ cutOff: true, answered: true, answeredMs: 5500 });
});

test('sound before the end could have reached the agent is a cutoff of the last words', () => {
  expect(hear([4030, 6000])).toMatchObject({ cutOff: true, mouthToEarMs: undefined });
});
