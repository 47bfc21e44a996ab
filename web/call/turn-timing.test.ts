import { expect, test } from 'vitest';

import { addTurn, layOutTurn, parseTurnTiming } from './turn-timing.ts';

/** A message as the worker sends it. */
const message = {
  version: 1,
  turn: 2,
  outcome: 'answered',
  stagesMs: {
    hypothesis: 100,
    preflight: 200,
    llmRequest: 200,
    firstToken: 300,
    firstClause: 320,
    ttsRequest: 320,
    firstAudio: 400,
    commit: 450,
    audioOut: 500,
  },
  totalMs: 500,
  savedMs: 300,
  llmTokens: 20,
  ttsAudioMs: 4000,
  discarded: [
    { reason: 'resumed', startedMs: -1800, llmTokens: 2, ttsAudioMs: 40 },
    { reason: 'resumed', startedMs: -900, llmTokens: 5, ttsAudioMs: 0 },
  ],
  notes: { p0: 0.9 },
};

const encode = (value: unknown) =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

test('a turn is read from its message', () => {
  expect(parseTurnTiming(encode(message))).toEqual({
    turn: 2,
    outcome: 'answered',
    stagesMs: message.stagesMs,
    totalMs: 500,
    savedMs: 300,
    discarded: { attempts: 2, llmTokens: 7, ttsAudioMs: 40 },
    discardedAtMs: [-1800, -900],
  });
});

test('what was not measured is not shown', () => {
  const lost = { ...message, outcome: 'lost', stagesMs: { commit: 450 }, totalMs: null, savedMs: null };
  expect(parseTurnTiming(encode(lost))).toMatchObject({ totalMs: undefined, savedMs: undefined });
  expect(layOutTurn({ commit: 450 }).map(({ part }) => part)).toEqual(['decision']);
});

test.each([
  ['no JSON', '{'],
  ['no object', 3],
  ['nothing', null],
  ['a later version', { ...message, version: 2 }],
  ['no number', { ...message, turn: 'two' }],
  ['an unknown outcome', { ...message, outcome: 'odd' }],
  ['no stages', { ...message, stagesMs: null }],
])('%s is not understood', (_, value) => {
  expect(parseTurnTiming(encode(value))).toBeUndefined();
});

test('oddities inside a message do no harm', () => {
  const odd = { ...message, stagesMs: { commit: '450', audioOut: 500, later: 1 }, discarded: [null, 'x'] };
  expect(parseTurnTiming(encode(odd))).toMatchObject({
    stagesMs: { audioOut: 500 },
    discarded: { attempts: 0 },
  });
});

test('the bars of a turn share one axis, from the end of speech to the first sound', () => {
  const bars = layOutTurn(message.stagesMs);
  expect(bars.map(({ part, leftPercent, widthPercent }) => [part, leftPercent, widthPercent])).toEqual([
    ['decision', 0, 90],
    ['stt', 20, 20],
    ['llm', 40, 20],
    ['clause', 60, 4],
    ['tts', 64, 16],
    ['output', 90, 10],
  ]);
});

test('the axis reaches to the first sound even when what led to it was not seen', () => {
  expect(layOutTurn({ commit: 450, audioOut: 900 }).map(({ widthPercent }) => widthPercent)).toEqual([50]);
});

test('what began before the end of speech begins the axis', () => {
  const bars = layOutTurn({ hypothesis: -100, preflight: 50, commit: 300 });
  expect(bars.map(({ part, leftPercent, widthPercent }) => [part, leftPercent, widthPercent])).toEqual([
    ['decision', 25, 75],
    ['stt', 0, 37.5],
  ]);
});

test('the newest turn comes first, a later word about a turn replaces the earlier one, and only so many are kept', () => {
  const timing = parseTurnTiming(encode(message));
  if (!timing) throw new Error('the message was not understood');
  const speaking = { ...timing, turn: 3, outcome: 'speaking' as const };
  const turns = addTurn(
    addTurn(addTurn([timing], speaking, 2), { ...timing, turn: 3 }, 2),
    { ...timing, turn: 4 },
    2,
  );
  expect(turns.map(({ turn, outcome }) => [turn, outcome])).toEqual([
    [4, 'answered'],
    [3, 'answered'],
  ]);
});
