import { beforeEach, expect, test } from 'vitest';
import { TurnMeter } from './turn-meter.ts';
import type { TurnRecord } from './turn-record.ts';

let records: TurnRecord[];
let meter: TurnMeter;
let nowMs: number;

beforeEach(() => {
  records = [];
  nowMs = 0;
  meter = new TurnMeter(
    (record) => records.push(record),
    () => nowMs,
  );
});

/** A pause from `endMs`: asked at 100, text at 200, and a reply that is under way; times count from `endMs`. */
function speculate(endMs: number) {
  meter.mark('speechEnd', endMs);
  meter.mark('hypothesis', endMs + 100);
  const attempt = meter.startAttempt(endMs + 200);
  expect(meter.beginReply()).toBe(attempt);
  attempt.mark('llmRequest', endMs + 201);
  return attempt;
}

test('a turn is told when it begins to be heard, and once more when it is over', () => {
  const attempt = speculate(1000);
  attempt.mark('firstToken', 1350.4);
  attempt.countToken();
  attempt.mark('firstClause', 1400);
  attempt.mark('ttsRequest', 1401);
  attempt.mark('firstAudio', 1500);
  attempt.countAudio(250);
  meter.note('p0', 0.87);
  meter.commit(1600);
  meter.markAudioOut(1620);
  attempt.countToken();
  attempt.countAudio(250);
  meter.finish({ interrupted: false });
  const heard = {
    version: 1,
    turn: 1,
    stagesMs: {
      hypothesis: 100,
      preflight: 200,
      llmRequest: 201,
      firstToken: 350,
      firstClause: 400,
      ttsRequest: 401,
      firstAudio: 500,
      commit: 600,
      audioOut: 620,
    },
    totalMs: 620,
    savedMs: 399, // All of it: 100 ms of speech to text, 299 ms from request to first audio.
    discarded: [],
    notes: { p0: 0.87 },
  };
  expect(records).toEqual([
    { ...heard, outcome: 'speaking', llmTokens: 1, ttsAudioMs: 250 },
    { ...heard, outcome: 'answered', llmTokens: 2, ttsAudioMs: 500 },
  ]);
});

test('what comes late from a discarded attempt counts there, not in the one that is heard', () => {
  const late = speculate(1000);
  late.mark('firstToken', 1300);
  late.countToken();
  meter.note('p0', 0.4);
  meter.note('smartTurn', 0.3);
  meter.discard('resumed');
  const heard = speculate(3000);
  late.mark('firstAudio', 3210);
  late.countToken();
  late.countAudio(40);
  heard.mark('firstAudio', 3500);
  meter.note('p0', 0.9);
  meter.commit(3450);
  meter.markAudioOut(3520);
  expect(records[0]).toMatchObject({
    stagesMs: { firstAudio: 500, commit: 450 },
    totalMs: 520,
    savedMs: 100 + 249, // Only until the commit.
    discarded: [{ reason: 'resumed', startedMs: -1800, llmTokens: 2, ttsAudioMs: 40 }],
    notes: { p0: 0.9 },
  });
  expect(records[0]?.stagesMs).not.toHaveProperty('firstToken');
  expect(records[0]?.notes).not.toHaveProperty('smartTurn');
});

test('a newer text in the same pause replaces the speculation', () => {
  speculate(1000);
  meter.mark('hypothesis', 1300);
  const second = meter.startAttempt(1400);
  expect(meter.currentAttempt).toBe(second);
  meter.commit(1500);
  meter.markAudioOut(1900);
  expect(records[0]).toMatchObject({
    stagesMs: { hypothesis: 300, preflight: 400 },
    discarded: [{ reason: 'superseded', startedMs: 200 }],
  });
});

test('a hypothesis that changed nothing leaves the times of the attempt alone', () => {
  speculate(1000);
  meter.mark('hypothesis', 1300);
  meter.commit(1500);
  meter.markAudioOut(1900);
  expect(records[0]?.stagesMs.hypothesis).toBe(100);
});

test('a reply that is generated anew after the commit saved nothing', () => {
  speculate(1000);
  meter.commit(1500);
  nowMs = 1510;
  const anew = meter.beginReply();
  anew?.mark('llmRequest', 1510);
  anew?.mark('firstAudio', 2000);
  meter.markAudioOut(2050);
  expect(records[0]).toMatchObject({ savedMs: 0, totalMs: 1050, discarded: [{ reason: 'superseded' }] });
  expect(meter.beginReply()).toBe(anew); // A further request while it is spoken, such as after a tool call.
});

test('without a preflight the reply belongs to the commit', () => {
  meter.mark('speechEnd', 1000);
  meter.commit(1500);
  meter.beginReply()?.mark('firstToken', 1800);
  meter.markAudioOut(2000);
  expect(records[0]).toMatchObject({
    stagesMs: { commit: 500, firstToken: 800, audioOut: 1000 },
    savedMs: null,
  });
});

test('the caller speaks over the reply: two turns at a time, each with its own', () => {
  const first = speculate(1000);
  meter.commit(1500);
  meter.markAudioOut(1600);
  speculate(4000);
  first.countToken();
  meter.finish({ interrupted: true });
  meter.commit(4500);
  meter.finish({ interrupted: true }); // Before anything was heard.
  expect(records.slice(1)).toMatchObject([
    { turn: 1, outcome: 'interrupted', llmTokens: 1 },
    { turn: 2, outcome: 'interrupted', totalMs: null, savedMs: null, llmTokens: 0 },
  ]);
});

test('the end of the reply before, told late, does not end the turn that has begun', () => {
  speculate(1000);
  meter.commit(1500);
  meter.markAudioOut(1600);
  speculate(4000);
  meter.commit(4500);
  meter.finish({ interrupted: true, startedAtMs: 1501 });
  meter.markAudioOut(4600);
  meter.finish({ interrupted: false, startedAtMs: 4499 }); // The same moment on a clock of whole milliseconds.
  expect(records.map(({ turn, outcome }) => [turn, outcome])).toEqual([
    [1, 'speaking'],
    [1, 'interrupted'],
    [2, 'speaking'],
    [2, 'answered'],
  ]);
});

test('a reply of which nothing was heard is lost, told at the latest with the next turn', () => {
  speculate(1000);
  meter.commit(1500);
  speculate(9000);
  meter.commit(9500);
  meter.finish({ interrupted: false });
  expect(records).toMatchObject([
    { turn: 1, outcome: 'lost' },
    { turn: 2, outcome: 'lost' },
  ]);
});

test('speech that nobody asked for, such as the greeting, is no turn', () => {
  expect(meter.beginReply()).toBeUndefined();
  meter.markAudioOut(500);
  meter.finish({ interrupted: false });
  expect(records).toEqual([]);
});

test('a turn with very many speculations stays a small record', () => {
  for (let pause = 1; pause <= 200; pause++) {
    speculate(pause * 1000);
    meter.discard('resumed');
  }
  speculate(300_000);
  meter.commit(300_500);
  meter.finish({ interrupted: false });
  expect(records[0]?.discarded).toHaveLength(32);
  expect(JSON.stringify(records[0]).length).toBeLessThan(4000);
});

test('a turn whose end of speech is unknown has no total', () => {
  meter.commit(1500);
  meter.markAudioOut(2000);
  expect(records[0]).toMatchObject({ totalMs: null, stagesMs: { commit: 0, audioOut: 500 } });
});
