import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';

/** How the framework's two kinds of processes are recognised among the arguments they are started with. */
const INFERENCE_PROCESS = /inference_proc/;
const JOB_PROCESS = /job_proc/;

/**
 * Watches the processes that the framework forks, and tells of deaths that it does not get over: that of the
 * inference process, which it never starts again, and that of the waiting job process, to which it would still give
 * the next call. The waiting one is always the youngest; a job process that dies during a call is another matter.
 *
 * Must be called before the worker starts. Works as long as one process waits at a time.
 */
export function watchForkedProcesses(onFatalDeath: (what: string) => void): void {
  let waiting: ChildProcess | undefined;
  subscribe('child_process', (message) => {
    const { process: child } = message as { process: ChildProcess };
    child.once('spawn', () => {
      const command = child.spawnargs.join(' ');
      if (JOB_PROCESS.test(command)) waiting = child;
      const isInference = INFERENCE_PROCESS.test(command);
      child.once('exit', (code, signal) => {
        if (!isInference && child !== waiting) return;
        const what = isInference ? 'the inference process' : 'the waiting job process';
        onFatalDeath(`${what} died (${signal ?? `exit code ${code ?? 0}`})`);
      });
    });
  });
}
