import { expect, test } from 'vitest';
import type { TurnRecord } from './turn-record.ts';
import { formatTurn } from './turn-summary.ts';

const record: TurnRecord = {
  version: 1,
  turn: 3,
  outcome: 'answered',
  stagesMs: { preflight: 231, firstAudio: 498, commit: 450, audioOut: 520 },
  totalMs: 520,
  savedMs: 319,
  llmTokens: 20,
  ttsAudioMs: 4000,
  discarded: [
    { reason: 'resumed', startedMs: -1800, llmTokens: 2, ttsAudioMs: 40 },
    { reason: 'superseded', startedMs: 100, llmTokens: 10, ttsAudioMs: 0 },
  ],
  notes: { p0: 0.86666, delayMs: 450 },
};

test('a turn is one line, its stages in the order in which they were reached', () => {
  expect(formatTurn(record)).toBe(
    'turn 3 answered: total 520 ms, saved 319 ms · text 231, commit 450, first audio 498, out 520 · ' +
      'discarded 2 (12 tokens, 40 ms of audio) · p0 0.867, delayMs 450',
  );
});

test('what was not measured is shown as such, never as zero', () => {
  const lost = {
    ...record,
    totalMs: null,
    savedMs: null,
    discarded: [],
    notes: {},
    stagesMs: { commit: 450 },
  };
  expect(formatTurn({ ...lost, outcome: 'lost' })).toBe('turn 3 lost: total – ms, saved – ms · commit 450');
});
