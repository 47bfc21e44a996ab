import { mkdtemp, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { CallTally } from './call-record.ts';
import { TurnLog } from './turn-log.ts';
import type { TurnRecord } from './turn-record.ts';

const record: TurnRecord = {
  version: 1,
  turn: 1,
  outcome: 'answered',
  stagesMs: { commit: 450, audioOut: 520 },
  totalMs: 520,
  savedMs: 319,
  llmTokens: 20,
  ttsAudioMs: 4000,
  discarded: [],
  notes: { p0: 0.9 },
};

let directory: string;
let problems: string[];

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'parley-')), 'turns');
  problems = [];
});

const open = (now: string, path = directory) =>
  new TurnLog(
    path,
    (problem) => problems.push(problem),
    () => new Date(now),
  );

const readLines = async (day: string, kind = 'turns') =>
  (await readFile(join(directory, `${kind}-${day}.jsonl`), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('calls share the file of the day and are told apart by a random number', async () => {
  const calls = [open('2026-11-21T10:00:00Z'), open('2026-11-21T10:00:00Z')] as const;
  for (let turn = 1; turn <= 20; turn++) for (const call of calls) call.append({ ...record, turn });
  await Promise.all(calls.map((call) => call.flush()));
  const lines = await readLines('2026-11-21');
  expect(lines).toHaveLength(40);
  expect(new Set(lines.map((line) => line['call'])).size).toBe(2);
  expect(lines[0]).toEqual({ at: '2026-11-21T10:00:00.000Z', call: lines[0]?.['call'], ...record });
  expect(problems).toEqual([]);
});

test('calls are in a file of their own, under the same number as their turns', async () => {
  const log = open('2026-11-21T10:00:00Z');
  log.append(record);
  log.appendCall(new CallTally().finish('caller'));
  await log.flush();
  const [turn] = await readLines('2026-11-21');
  const [call] = await readLines('2026-11-21', 'calls');
  expect(call).toMatchObject({ call: turn?.['call'], end: 'caller', turns: 0 });
});

test('files of long ago go, other files stay', async () => {
  await open('2026-11-01T10:00:00Z').flush();
  for (const name of [
    'turns-2026-10-01.jsonl',
    'calls-2026-10-01.jsonl',
    'turns-2026-11-20.jsonl',
    'notes-2026-10-01.txt',
  ])
    await writeFile(join(directory, name), '');
  await open('2026-11-21T10:00:00Z').flush();
  expect((await readdir(directory)).sort()).toEqual(['notes-2026-10-01.txt', 'turns-2026-11-20.jsonl']);
});

test('a full file takes no more, and that is said once', async () => {
  const log = open('2026-11-21T10:00:00Z');
  await log.flush();
  const path = join(directory, 'turns-2026-11-21.jsonl');
  await writeFile(path, '');
  await truncate(path, 16 * 1024 * 1024 - 10);
  log.append(record);
  log.append(record);
  await log.flush();
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain('is full');
});

test('a folder that cannot be made is reported and does no harm', async () => {
  await writeFile(join(directory, '..', 'file'), '');
  const log = open('2026-11-21T10:00:00Z', join(directory, '..', 'file', 'turns'));
  log.append(record);
  await log.flush();
  expect(problems).toHaveLength(1);
});
