import { execFile } from 'node:child_process';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { Spread } from './summary.ts';

/** How a run came about; without it no figure means anything. */
export interface RunDescription {
  command: string;
  startedAt: string;
  machine: string;
  cores: number;
  commit: string;
  corpus: string;
  /** What WebRTC takes by itself on this machine. */
  floor: Spread;
  servers: { name: string; description: string }[];
}

/** The machine in one line. */
export function describeMachine(): { machine: string; cores: number } {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  return {
    machine: `${model}, ${memory}, ${process.platform} ${process.arch}`,
    cores: availableParallelism(),
  };
}

/** The commit that runs, marked when files differ from it; `unknown` outside a repository. */
export async function describeCommit(root: string): Promise<string> {
  const git = (...args: string[]) => promisify(execFile)('git', args, { cwd: root });
  try {
    const [{ stdout: commit }, { stdout: changes }] = await Promise.all([
      git('rev-parse', '--short', 'HEAD'),
      git('status', '--porcelain', '--untracked-files=no'),
    ]);
    return commit.trim() + (changes === '' ? '' : ' with local changes');
  } catch {
    return 'unknown';
  }
}
