import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CallTally } from '../telemetry/call-record.ts';
import { TurnLog } from '../telemetry/turn-log.ts';
import type { TurnRecord } from '../telemetry/turn-record.ts';
import { compareVariants, isCompleted } from './comparison.ts';
import { readLog } from './log-lines.ts';
import { formatComparison } from './table.ts';

const record: TurnRecord = {
  version: 1,
  turn: 1,
  outcome: 'answered',
  stagesMs: {},
  totalMs: 500,
  savedMs: 0,
  llmTokens: 1,
  ttsAudioMs: 1,
  discarded: [],
  notes: {},
};

/** A call with an answer for each latency, as the worker writes it. */
async function logCall(
  directory: string,
  variant: string,
  latenciesMs: number[],
  end: 'caller' | 'goodbye' | 'idle',
) {
  const log = new TurnLog(directory, (problem) => expect.fail(problem));
  const tally = new CallTally();
  const who = { assistant: 'parley', experiment: 'shorter', variant };
  tally.answeredBy(who);
  latenciesMs.forEach((totalMs, index) => {
    const turn = { ...record, ...who, turn: index + 1, totalMs };
    tally.count(turn);
    log.append(turn);
  });
  log.appendCall(tally.finish(end));
  await log.flush();
}

test('variants are compared by what the worker has written', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'parley-turns-'));
  await logCall(directory, 'control', [900, 1000, 1100], 'caller');
  await logCall(directory, 'control', [], 'caller');
  await logCall(directory, 'short', [500, 600], 'goodbye');
  await logCall(directory, 'short', [700], 'idle');
  await writeFile(join(directory, 'turns-2026-01-01.jsonl'), '{"version":1,"cut');
  const results = compareVariants('shorter', await readLog(directory));
  const common = { turns: 3, timed: 3, lostTurns: 0 };
  expect(results).toEqual([
    { variant: 'control', calls: 2, completed: 1, ...common, p50Ms: 1000, p95Ms: 1100 },
    { variant: 'short', calls: 2, completed: 1, ...common, p50Ms: 600, p95Ms: 700 },
  ]);
  const table = formatComparison('shorter', results);
  expect(table).toMatch(/^control +2 +1 \(50 %\) +3 +1000 +1100 +3 +0$/m);
  expect(table).toContain('says little');
  expect(table).toContain('a call that was only typed and hung up counts as not completed');
  expect(compareVariants('another', await readLog(directory))).toEqual([]);
});

test.each([
  ['goodbye', 0, undefined, true],
  ['transfer', 2, 'interrupted', true],
  ['caller', 2, 'answered', true],
  ['caller', 2, 'interrupted', false],
  ['caller', 2, 'lost', false],
  ['caller', 0, undefined, false],
  ['idle', 2, 'answered', false],
  ['timeLimit', 2, 'answered', false],
  ['absence', 2, 'answered', false],
  ['error', 2, 'answered', false],
] as const)(
  'a call that ended by %s after %i turns, the last one %s: %s',
  (end, turns, lastOutcome, completed) => {
    expect(isCompleted({ end, turns, lastOutcome })).toBe(completed);
  },
);
