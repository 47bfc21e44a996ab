import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { parseRunningCall } from './running-call.ts';
import type { RunningCall } from './running-call.ts';

/** How the framework's two kinds of processes are recognised among the arguments they are started with. */
const INFERENCE_PROCESS = /inference_proc/;
const JOB_PROCESS = /job_proc/;

/** Who is told of which death. */
interface ProcessDeaths {
  /** A process is gone that the worker cannot do without. */
  onFatal: (what: string) => void;
  /** A process died in the middle of a call. */
  onLostCall: (call: RunningCall) => void;
}

/**
 * Watches the processes that the framework forks, and tells of deaths that it does not get over: that of the
 * inference process, which it never starts again, that of the waiting job process, to which it would still give
 * the next call, and that of a job process whose caller would be left in silence. The waiting one is always the
 * youngest.
 *
 * Must be called before the worker starts. Works as long as one process waits at a time.
 */
export function watchForkedProcesses({ onFatal, onLostCall }: ProcessDeaths): void {
  let waiting: ChildProcess | undefined;
  subscribe('child_process', (message) => {
    const { process: child } = message as { process: ChildProcess };
    child.once('spawn', () => {
      const command = child.spawnargs.join(' ');
      if (JOB_PROCESS.test(command)) waiting = child;
      const isInference = INFERENCE_PROCESS.test(command);
      let call: RunningCall | undefined;
      child.on('message', (content) => {
        call = parseRunningCall(content) ?? call;
      });
      child.once('exit', (code, signal) => {
        if (call && code !== 0) onLostCall(call);
        if (!isInference && child !== waiting) return;
        const what = isInference ? 'the inference process' : 'the waiting job process';
        onFatal(`${what} died (${signal ?? `exit code ${code ?? 0}`})`);
      });
    });
  });
}
