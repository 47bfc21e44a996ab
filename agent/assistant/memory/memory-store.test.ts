import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MemoryStore } from './memory-store.ts';

const DAY_MS = 24 * 3600_000;
let directory: string;
let nowMs = Date.UTC(2026, 0, 1);
let store: MemoryStore;

beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'parley-memory-')), 'data');
  store = new MemoryStore(directory, () => nowMs);
});
afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true });
});

const readFiles = () =>
  readdirSync(directory)
    .map((name) => readFileSync(join(directory, name), 'latin1'))
    .join('');

test('knows a caller again, by what was told last, and nobody else', () => {
  store.keep(
    'ana',
    [
      { key: 'name', value: 'Ana' },
      { key: 'drink', value: 'tea' },
    ],
    30,
  );
  store.keep('ben', [{ key: 'name', value: 'Ben' }], 30);
  store.keep('ana', [{ key: 'drink', value: 'coffee' }], 30);
  store.close();
  store = new MemoryStore(directory, () => nowMs);
  expect(store.recall('ana')).toEqual(
    expect.arrayContaining([
      { key: 'name', value: 'Ana' },
      { key: 'drink', value: 'coffee' },
    ]),
  );
  expect(store.recall('ana')).toHaveLength(2);
  expect(store.recall('eve')).toEqual([]);
});

test('forgets what is past its day, and gives no more than the days that count now', () => {
  store.keep('ana', [{ key: 'name', value: 'Ana' }], 30);
  nowMs += 20 * DAY_MS;
  store.keep('ana', [{ key: 'drink', value: 'tea' }], 30);
  expect(store.recall('ana')).toHaveLength(2);
  expect(store.recall('ana', 10)).toEqual([{ key: 'drink', value: 'tea' }]);
  nowMs += 11 * DAY_MS;
  expect(store.recall('ana')).toEqual([{ key: 'drink', value: 'tea' }]);
  expect(store.purge()).toBe(1);
  expect(readFiles()).not.toContain('Ana');
});

test('erases a caller at once: no file holds a word of it', () => {
  store.keep('ana', [{ key: 'secret', value: 'lighthouse' }], 30);
  store.keep('ben', [{ key: 'name', value: 'Ben' }], 30);
  expect(readFiles()).toContain('lighthouse');
  expect(store.erase('ana')).toBe(true);
  expect(readFiles()).not.toContain('lighthouse');
  expect(store.erase('ana')).toBe(false);
  expect(store.list().map(({ id }) => id)).toEqual(['ben']);
});

test('is read and written by several processes', () => {
  const other = new MemoryStore(directory, () => nowMs);
  for (let i = 0; i < 20; i++) {
    store.keep('ana', [{ key: `a${i}`, value: 'x' }], 1);
    other.keep('ana', [{ key: `b${i}`, value: 'y' }], 1);
  }
  expect(store.recall('ana')).toHaveLength(40);
  other.close();
});

test('belongs to its owner', () => {
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  expect(statSync(join(directory, 'memory.db')).mode & 0o777).toBe(0o600);
});
