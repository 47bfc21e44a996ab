import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { StackConfig } from './config.ts';
import { setUp, testParts } from './setup.ts';

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** Sets everything up, runs all test suites and closes with one line that counts them together. */
export async function runTests(config: StackConfig, root: string): Promise<void> {
  const { python } = await setUp(config, root, testParts);
  const results = join(resolve(root, config.PARLEY_CACHE_DIR), 'test-results');
  await rm(results, { recursive: true, force: true });
  await mkdir(results, { recursive: true });

  const junit = ['pytest.xml', 'vitest.xml', 'scenarios.xml'].map((file) => join(results, file));
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const exitCodes = [
    await run(python, ['-m', 'pytest', '-q', `--junitxml=${junit[0]}`], root),
    await run(
      process.execPath,
      [vitest, 'run', '--reporter=default', '--reporter=junit', `--outputFile.junit=${junit[1]}`],
      root,
    ),
    // What is recognised on cores that others use comes out differently now and then.
    await run(
      process.execPath,
      ['--import', 'tsx', join(root, 'stack', 'main.ts'), 'eval', '--parallel', '2', '--retry', '2'],
      root,
    ),
  ];
  const tallies = await Promise.all(junit.map(readTally));
  const sum = (key: keyof Tally) => tallies.reduce((total, tally) => total + tally[key], 0);
  // A suite that broke before its first test must not pass for one without failures.
  const broken = exitCodes.filter((code) => code !== 0).length;
  const failed = Math.max(sum('failed'), broken);
  const skipped = sum('skipped');
  console.log(`${sum('passed')} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed > 0 ? 1 : 0;
}

function run(command: string, args: string[], cwd: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}

/** Adds up a JUnit report's test cases; a report that is missing counts nothing. */
async function readTally(file: string): Promise<Tally> {
  const xml = await readFile(file, 'utf8').catch(() => '');
  const count = (pattern: RegExp) => xml.match(pattern)?.length ?? 0;
  const skipped = count(/<skipped\b/g);
  const failed = count(/<(failure|error)\b/g);
  return { passed: count(/<testcase\b/g) - skipped - failed, failed, skipped };
}
