import { describe, expect, test } from 'vitest';
import { IdleClock, waitLonger } from './idle-clock.ts';
import type { CallActivity, IdleLimits } from './idle-clock.ts';

const TICK_MS = 250;

/** Plays a timeline of activities, each so many seconds long; returns what was due, with the second it was due in. */
function play(timeline: [CallActivity, number][], limits: IdleLimits = { askAfterS: 10, hangUpAfterS: 30 }) {
  const clock = new IdleClock(() => limits);
  const due: string[] = [];
  let nowMs = 5_000;
  for (const [activity, seconds] of timeline)
    for (let end = nowMs + 1000 * seconds; nowMs < end; nowMs += TICK_MS) {
      const what = clock.tick(nowMs, activity);
      if (what) due.push(`${what} at ${nowMs / 1000 - 5} s`);
    }
  return due;
}

describe('a silent caller', () => {
  test('is asked once, and hung up on', () => {
    expect(
      play([
        ['agent', 3],
        ['none', 60],
      ]),
    ).toEqual(['ask at 13 s', 'hangUp at 33 s']);
  });

  test('is not asked while anybody does something', () => {
    for (const activity of ['caller', 'agent', 'tool', 'away'] as const)
      expect(
        play([
          ['none', 9],
          [activity, 60],
          ['none', 9],
        ]),
      ).toEqual([]);
  });

  test('who answers is asked anew after the next silence', () => {
    expect(
      play([
        ['none', 11],
        ['aside', 2],
        ['caller', 1],
        ['agent', 2],
        ['none', 11],
      ]),
    ).toEqual(['ask at 10 s', 'ask at 26 s']);
  });

  test('who speaks over the goodbye starts anew', () => {
    expect(
      play([
        ['none', 31],
        ['caller', 1],
        ['none', 31],
      ]),
    ).toEqual(['ask at 10 s', 'hangUp at 30 s', 'ask at 42 s', 'hangUp at 62 s']);
  });

  test('gains no time by being asked', () => {
    expect(
      play([
        ['none', 10.25],
        ['aside', 3],
        ['none', 30],
      ]),
    ).toEqual(['ask at 10 s', 'hangUp at 30 s']);
  });

  test('who has asked for a moment is given two minutes', () => {
    const limits = waitLonger({ askAfterS: 10, hangUpAfterS: 30 });
    expect(play([['none', 200]], limits)).toEqual(['ask at 120 s', 'hangUp at 140 s']);
    expect(waitLonger({ askAfterS: 300, hangUpAfterS: 400 })).toEqual({ askAfterS: 300, hangUpAfterS: 400 });
    expect(waitLonger({ askAfterS: 0, hangUpAfterS: 30 })).toEqual({ askAfterS: 0, hangUpAfterS: 120 });
    expect(waitLonger({ askAfterS: 0, hangUpAfterS: 0 })).toEqual({ askAfterS: 0, hangUpAfterS: 0 });
  });

  test.each([
    [{ askAfterS: 0, hangUpAfterS: 30 }, ['hangUp at 30 s']],
    [{ askAfterS: 10, hangUpAfterS: 0 }, ['ask at 10 s']],
    [{ askAfterS: 0, hangUpAfterS: 0 }, []],
  ])('with %j', (limits, due) => {
    expect(play([['none', 100]], limits)).toEqual(due);
  });
});
