import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { prefixLine } from './log-line.ts';

/** Says what setup is doing, in the same form as the log of the running stack. */
export function report(line: string): void {
  console.log(prefixLine('setup', 5, line));
}

/**
 * Runs a setup command and reports each line it prints.
 *
 * @returns its exit code, or undefined when it could not be started at all.
 */
export function runCommand(
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', report);
    child.on('error', () => {
      resolve(undefined);
    });
    child.on('close', (code) => {
      resolve(code ?? 1);
    });
  });
}
