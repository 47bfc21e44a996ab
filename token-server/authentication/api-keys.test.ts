import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeEach, expect, test, vi } from 'vitest';

import { ApiKeys, addKey, readKeyFile, revokeKey } from './api-keys.ts';

const folder = mkdtempSync(join(tmpdir(), 'parley-keys-'));
let file: string;
let number = 0;

beforeEach(() => {
  file = join(folder, `${number++}`, 'keys.json');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('a key is 256 random bits, of which only the hash is kept, in a file for nobody else', () => {
  const key = addKey(file, 'laptop', ['call']);
  expect(key).toMatch(/^parley_[\w-]{43}$/);
  expect(readFileSync(file, 'utf8')).not.toContain(key.slice('parley_'.length));
  expect(readKeyFile(file)).toMatchObject([
    { name: 'laptop', hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
  ]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  chmodSync(file, 0o644);
  addKey(file, 'phone', ['call']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('names are checked, and taken once', () => {
  addKey(file, 'laptop', ['call']);
  expect(() => addKey(file, 'laptop', ['call'])).toThrow(/There is a key called 'laptop'/);
  expect(() => addKey(file, 'my laptop', ['call'])).toThrow(/no name for a key/);
  expect(() => {
    revokeKey(file, 'phone');
  }).toThrow(/no key called 'phone'/);
});

test('a running server learns of new and revoked keys at once', () => {
  const keys = new ApiKeys(file);
  expect(keys.count).toBe(0);
  const key = addKey(file, 'laptop', ['call', 'operate']);
  expect(keys.find(key)).toEqual({ name: 'laptop', kind: 'key', may: new Set(['call', 'operate']) });
  revokeKey(file, 'laptop');
  expect(keys.find(key)).toBeUndefined();
});

test('a file that was spoilt lets nobody in, says so, and works again when mended', () => {
  const log = vi.spyOn(console, 'error').mockReturnValue();
  const key = addKey(file, 'laptop', ['call']);
  const text = readFileSync(file, 'utf8');
  const keys = new ApiKeys(file);
  writeFileSync(file, text.slice(0, -10));
  expect(keys.find(key)).toBeUndefined();
  expect(log.mock.calls.join()).toContain(file);
  writeFileSync(file, text);
  expect(keys.find(key)?.name).toBe('laptop');
  log.mockRestore();
});

test('a file that is none of keys is refused at the start', () => {
  addKey(file, 'laptop', ['call']);
  writeFileSync(file, '{"keys":[{"name":"laptop","key":"parley_"}]}');
  expect(() => new ApiKeys(file)).toThrow(/is not a file of keys/);
});
