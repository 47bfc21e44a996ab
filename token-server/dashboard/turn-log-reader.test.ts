import { appendFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, expect, it } from 'vitest';

import { TurnLogReader } from './turn-log-reader.ts';

const now = new Date('2026-11-21T12:00:00Z');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-turns-'));
});

const print = (call: string, at = now) =>
  `${JSON.stringify({ version: 1, at: at.toISOString(), call, outcome: 'answered', stagesMs: {}, totalMs: 700 })}\n`;
const write = (day: string, text: string) => appendFile(join(folder, `turns-${day}.jsonl`), text);
const listCalls = async (reader: TurnLogReader, at = now) => (await reader.read(at)).map(({ call }) => call);

it('reads today and yesterday, and what has come since', async () => {
  await write('2026-11-19', print('too old'));
  await write('2026-11-20', print('yesterday'));
  await write('2026-11-21', print('one'));
  const reader = new TurnLogReader(folder);
  expect(await listCalls(reader)).toEqual(['yesterday', 'one']);
  await write('2026-11-21', print('two'));
  expect(await listCalls(reader)).toEqual(['yesterday', 'one', 'two']);
  expect(await listCalls(reader)).toEqual(['yesterday', 'one', 'two']);
  expect(await listCalls(reader, new Date('2026-11-22T00:00:01Z'))).toEqual(['one', 'two']);
});

it('waits for the end of a line, in whatever pieces it comes', async () => {
  const text = print('Zoë 🎙️');
  const bytes = Buffer.from(text);
  const path = join(folder, 'turns-2026-11-21.jsonl');
  const reader = new TurnLogReader(folder);
  const cut = bytes.indexOf(Buffer.from('🎙️')) + 2; // In the middle of a character.
  await writeFile(path, bytes.subarray(0, cut));
  expect(await listCalls(reader)).toEqual([]);
  await appendFile(path, bytes.subarray(cut));
  expect(await listCalls(reader)).toEqual(['Zoë 🎙️']);
});

it('leaves out what is no record', async () => {
  await write('2026-11-21', `${print('one')}not json\n\n${print('two')}`);
  expect(await listCalls(new TurnLogReader(folder))).toEqual(['one', 'two']);
});

it('gives the same turns to those who ask at the same time', async () => {
  await write('2026-11-21', print('one'));
  const reader = new TurnLogReader(folder);
  const both = await Promise.all([listCalls(reader), listCalls(reader)]);
  expect(both).toEqual([['one'], ['one']]);
  expect(await listCalls(reader)).toEqual(['one']);
});

it('begins anew with a file that was emptied', async () => {
  await write('2026-11-21', print('one') + print('two'));
  const reader = new TurnLogReader(folder);
  await reader.read(now);
  await writeFile(join(folder, 'turns-2026-11-21.jsonl'), print('three'));
  expect(await listCalls(reader)).toEqual(['three']);
});

it('has no turns where none were written, and says what else is wrong', async () => {
  expect(await new TurnLogReader(join(folder, 'nowhere')).read(now)).toEqual([]);
  await mkdir(join(folder, 'turns-2026-11-21.jsonl'));
  await expect(new TurnLogReader(folder).read(now)).rejects.toThrow('EISDIR');
});
