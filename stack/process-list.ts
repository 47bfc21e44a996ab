import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A process of this machine. */
export interface ListedProcess {
  pid: number;
  parent: number;
  command: string;
}

/** Every process, the oldest first. */
export async function listProcesses(): Promise<ListedProcess[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,args=', '--sort=start_time']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return { pid: Number(pid), parent: Number(parent), command: command ?? '' };
    });
}

/** Every process below a pid; the stack's services lead groups but stay children. */
export async function listDescendants(root: number): Promise<ListedProcess[]> {
  const all = await listProcesses();
  const children = (pid: number): ListedProcess[] =>
    all.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...children(child.pid)]);
  return children(root);
}

/** The processes below a stack's own whose command line matches, the oldest first. */
export async function findProcesses(stack: { pid: number }, pattern: RegExp): Promise<ListedProcess[]> {
  const found = (await listDescendants(stack.pid)).filter(({ command }) => pattern.test(command));
  return found.sort((a, b) => a.pid - b.pid);
}
