import { expect, test } from 'vitest';

import { explainSlowness } from './slow-turn.ts';
import type { TurnTiming } from './turn-timing.ts';

/** A turn as fast as it should be: everything overlaps, the decision comes last. */
const stagesMs = {
  hypothesis: 32,
  preflight: 200,
  llmRequest: 202,
  firstToken: 330,
  firstClause: 360,
  ttsRequest: 360,
  firstAudio: 450,
  commit: 480,
  audioOut: 490,
};

function explain(times: Partial<typeof stagesMs>, rest: Partial<TurnTiming> = {}) {
  const all = { ...stagesMs, ...times };
  return explainSlowness({
    turn: 2,
    outcome: 'answered',
    stagesMs: all,
    totalMs: all.audioOut,
    savedMs: 0,
    discarded: { attempts: 0, llmTokens: 0, ttsAudioMs: 0 },
    discardedAtMs: [],
    ...rest,
  });
}

test('an answer that comes soon needs no reason, whatever its parts took', () => {
  expect(explain({})).toBeUndefined();
  expect(explain({ hypothesis: 0, preflight: 600, commit: 700, audioOut: 800 })).toBeUndefined();
});

test('the answer lay ready, and the sentence sounded unfinished', () => {
  expect(explain({ commit: 1800, audioOut: 1815 })).toEqual({
    cause: 'unsure',
    avoidableMs: 1300,
    isFirst: false,
  });
  // Before the audio was there, a decision would have changed nothing.
  expect(explain({ firstAudio: 900, commit: 1800, audioOut: 1815 })).toMatchObject({ avoidableMs: 900 });
});

test('a decision that waited for the audio is not to blame', () => {
  expect(explain({ firstAudio: 2259, commit: 2259, audioOut: 2265 })).toMatchObject({
    cause: 'tts',
    avoidableMs: 1749,
  });
});

test.each([
  [
    'stt',
    1168,
    {
      preflight: 1550,
      llmRequest: 1550,
      firstToken: 1600,
      firstClause: 1620,
      ttsRequest: 1620,
      firstAudio: 1700,
      commit: 1700,
      audioOut: 1710,
    },
  ],
  [
    'llm',
    1098,
    {
      firstToken: 1500,
      firstClause: 1520,
      ttsRequest: 1520,
      firstAudio: 1600,
      commit: 1600,
      audioOut: 1610,
    },
  ],
  ['clause', 950, { firstClause: 1430, ttsRequest: 1430, firstAudio: 1500, commit: 1500, audioOut: 1510 }],
  ['tts', 1490, { firstAudio: 2000, commit: 1500, audioOut: 2010 }],
  ['output', 1420, { audioOut: 2000 }],
] as const)('%s took too long', (cause, avoidableMs, times) => {
  expect(explain(times)).toEqual({ cause, avoidableMs, isFirst: false });
});

test('work before the caller fell silent costs nothing', () => {
  const early = { hypothesis: -900, preflight: -30, llmRequest: -20, firstToken: 10, firstClause: 20 };
  expect(explain({ ...early, ttsRequest: 20, firstAudio: 1200, commit: 1200, audioOut: 1210 })).toMatchObject(
    {
      cause: 'tts',
    },
  );
});

test('without preparation the decision comes before everything else, and counts', () => {
  const serial = {
    commit: 2000,
    llmRequest: 2001,
    firstToken: 2150,
    firstClause: 2160,
    ttsRequest: 2160,
    firstAudio: 2260,
    audioOut: 2270,
  };
  expect(explain(serial)).toMatchObject({ cause: 'unsure', avoidableMs: 1500 });
});

test('an answer that was prepared twice in one pause came late because of that', () => {
  const again = {
    commit: 480,
    llmRequest: 1300,
    firstToken: 1400,
    firstClause: 1410,
    ttsRequest: 1410,
    firstAudio: 1500,
    audioOut: 1510,
  };
  expect(explain(again, { discardedAtMs: [-700, 210] })).toMatchObject({
    cause: 'redone',
    avoidableMs: 1090,
  });
  // One that was thrown away because the caller went on has delayed nothing.
  expect(explain({ commit: 1800, audioOut: 1810 }, { discardedAtMs: [-700] })).toMatchObject({
    cause: 'unsure',
  });
});

test('the first answer of a call is said to be the first where a model was slow', () => {
  const slowVoice = { firstAudio: 2000, commit: 2000, audioOut: 2010 };
  expect(explain(slowVoice, { turn: 1 })).toMatchObject({ cause: 'tts', isFirst: true });
  expect(explain({ commit: 1800, audioOut: 1815 }, { turn: 1 })).toMatchObject({
    cause: 'unsure',
    isFirst: false,
  });
});

test('a turn without an answer says how far it came', () => {
  const lost = (times: TurnTiming['stagesMs']) =>
    explain({}, { outcome: 'lost', totalMs: undefined, stagesMs: times });
  expect(lost({ commit: 900, llmRequest: 500 })).toMatchObject({ cause: 'noReply', avoidableMs: 0 });
  expect(lost({ commit: 900, llmRequest: 500, firstToken: 700 })).toMatchObject({ cause: 'noSpeech' });
  expect(lost({ commit: 900 })).toBeUndefined();
});

test('where nothing stands out, nothing is named', () => {
  const evenly = { hypothesis: 0, preflight: 400, llmRequest: 400, firstToken: 630, firstClause: 680 };
  expect(
    explain({ ...evenly, ttsRequest: 680, firstAudio: 850, commit: 850, audioOut: 860 }),
  ).toBeUndefined();
});
