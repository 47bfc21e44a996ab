import { readdir, readFile } from 'node:fs/promises';
import { parseProcessStat, selectTree, sumCpuMsBetween } from './process-tree.ts';
import type { ProcessStat } from './process-tree.ts';

const BYTES_PER_KB = 1024;

/** What a worker used since the last look. */
export interface Usage {
  cpuMs: number;
  /** Memory of the whole tree now; pages that processes share count once (PSS). */
  memoryBytes: number;
}

/** Reads what a worker's processes use from /proc. Without one (macOS, Windows) it reads nothing. */
export class UsageMeter {
  readonly #listPids: () => number[];
  #before: ProcessStat[] | undefined;

  constructor(listPids: () => number[]) {
    this.#listPids = listPids;
  }

  /** Counts CPU time from now on. */
  async start(): Promise<void> {
    this.#before = await this.#readTree();
  }

  /** @returns undefined where there is no /proc. */
  async read(): Promise<Usage | undefined> {
    const after = await this.#readTree();
    if (!this.#before || !after) return undefined;
    const memory = await Promise.all(after.map(({ pid }) => readMemoryBytes(pid)));
    return {
      cpuMs: sumCpuMsBetween(this.#before, after),
      memoryBytes: memory.reduce((total, bytes) => total + bytes, 0),
    };
  }

  async #readTree(): Promise<ProcessStat[] | undefined> {
    const entries = await readdir('/proc').catch(() => undefined);
    if (!entries) return undefined;
    const pids = entries.filter((entry) => /^\d+$/.test(entry));
    const lines = await Promise.all(pids.map((pid) => readOfProcess(pid, 'stat')));
    const processes = lines.flatMap((line) => (line === undefined ? [] : [parseProcessStat(line)]));
    return selectTree(processes, this.#listPids());
  }
}

async function readMemoryBytes(pid: number): Promise<number> {
  const text = await readOfProcess(String(pid), 'smaps_rollup');
  return Number(/^Pss:\s+(\d+) kB/m.exec(text ?? '')?.[1] ?? 0) * BYTES_PER_KB;
}

/** Undefined for a process that has ended meanwhile. */
function readOfProcess(pid: string, file: string): Promise<string | undefined> {
  return readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => undefined);
}
