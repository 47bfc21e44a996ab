import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const fuzz = join(import.meta.dirname, 'fuzz.ts');

/** The script ends with 1, and this with what it printed, when an answer is not as described. */
test('the token server answers as it describes itself, whatever it is asked', async () => {
  const args = ['--import', 'tsx', fuzz, '--requests', '1', '--examples', '10'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 });
  const summary = /^\d+ requests, .*$/m.exec(stdout)?.[0];
  console.log(summary);
  expect(summary).toMatch(/^\d{3,} requests, 0 answered 5xx/);
});
