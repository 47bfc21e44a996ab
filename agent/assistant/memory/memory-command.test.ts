import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { identifyPhone } from './caller-id.ts';
import { runMemoryCommand } from './memory-command.ts';
import { MemoryStore } from './memory-store.ts';

const apiSecret = 's'.repeat(32);
const directory = mkdtempSync(join(tmpdir(), 'parley-memory-'));
afterAll(() => rmSync(directory, { recursive: true }));

function memory(...args: string[]): string {
  const lines: string[] = [];
  runMemoryCommand(args, { directory, apiSecret, print: (line) => lines.push(line) });
  return lines.join('\n');
}

test('an operator sees and erases what is remembered', () => {
  expect(memory('list')).toMatch(/^Nobody is remembered in /);
  const phone = identifyPhone('+4930123456', apiSecret) ?? '';
  const store = new MemoryStore(directory);
  store.keep('ana', [{ key: 'name', value: 'Ana' }], 30);
  store.keep(phone, [{ key: 'name', value: 'Ben' }], 30);
  store.close();
  expect(memory('list')).toMatch(/^ana\t1 facts\tlast told \d{4}-\d\d-\d\d\tuntil \d{4}-\d\d-\d\d$/m);
  expect(memory('show', 'ana')).toBe('name: Ana');
  expect(memory('show', '--phone', '+49 30 123456')).toBe('name: Ben');
  expect(memory('erase', 'ana')).toBe('ana is forgotten.');
  expect(memory('show', 'ana')).toBe('ana is not remembered.');
  expect(memory('erase', '--all')).toBe(`${phone} is forgotten.`);
  expect(memory('list')).toBe('Nobody is remembered.');
});

test.each([
  [['drop'], /npm run memory -- list/],
  [['erase'], /npm run memory -- list/],
  [['show', '--phone', 'me'], /me is no phone number/],
  [['list', '--everything'], /--everything/],
])('%j is refused', (args, problem) => {
  expect(() => memory(...args)).toThrow(problem);
});
