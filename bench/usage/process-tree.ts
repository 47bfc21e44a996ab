/** One line of /proc/<pid>/stat, as far as the meter reads it. */
export interface ProcessStat {
  pid: number;
  parentPid: number;
  /** Time on a core so far, user and system, in ms. */
  cpuMs: number;
}

/** Clock ticks in /proc are 10 ms on every Linux (USER_HZ, part of the kernel's interface to programs). */
const TICK_MS = 10;

/**
 * Reads a line of /proc/<pid>/stat (proc_pid_stat(5)). The command may hold spaces and parentheses, so fields are
 * counted from the last closing one.
 *
 * @throws Error when it is no such line.
 */
export function parseProcessStat(line: string): ProcessStat {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const stat = {
    pid: Number.parseInt(line, 10),
    parentPid: Number(fields[1]),
    cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS,
  };
  if (Object.values(stat).some((value) => Number.isNaN(value)))
    throw new Error(`Expected a line of /proc/<pid>/stat, got: ${line}`);
  return stat;
}

/** The given processes and all their descendants, of those listed. */
export function selectTree(processes: readonly ProcessStat[], rootPids: readonly number[]): ProcessStat[] {
  const wanted = new Set(rootPids);
  let found = -1;
  while (wanted.size !== found) {
    found = wanted.size;
    for (const { pid, parentPid } of processes) if (wanted.has(parentPid)) wanted.add(pid);
  }
  return processes.filter(({ pid }) => wanted.has(pid));
}

/** CPU time between two looks at a tree; a process that came in between counts from its start. */
export function sumCpuMsBetween(before: readonly ProcessStat[], after: readonly ProcessStat[]): number {
  const spentMs = new Map(before.map(({ pid, cpuMs }) => [pid, cpuMs]));
  return after.reduce((total, { pid, cpuMs }) => total + cpuMs - (spentMs.get(pid) ?? 0), 0);
}
