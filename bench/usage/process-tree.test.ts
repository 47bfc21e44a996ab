import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parseProcessStat, selectTree, sumCpuMsBetween } from './process-tree.ts';

const line =
  '4242 (node (worker) x) S 17 4242 4242 0 -1 4194304 100 0 0 0 250 50 7 9 20 0 11 0 100 1000 200 184467';

test('a line of /proc is read past whatever the process calls itself', () => {
  expect(parseProcessStat(line)).toEqual({ pid: 4242, parentPid: 17, cpuMs: 3000 });
  expect(() => parseProcessStat('what is this')).toThrow(/Expected a line of \/proc/);
});

test.skipIf(process.platform !== 'linux')('this very process can be read', async () => {
  const stat = parseProcessStat(await readFile('/proc/self/stat', 'utf8'));
  expect(stat).toMatchObject({ pid: process.pid, parentPid: process.ppid });
  expect(Math.abs(stat.cpuMs - process.cpuUsage().user / 1000)).toBeLessThan(process.uptime() * 1000);
});

test('a tree is its roots and all below them', () => {
  const processes = [
    { pid: 3, parentPid: 2, cpuMs: 0 },
    { pid: 1, parentPid: 0, cpuMs: 0 },
    { pid: 2, parentPid: 1, cpuMs: 0 },
    { pid: 9, parentPid: 8, cpuMs: 0 },
  ];
  expect(selectTree(processes, [1]).map(({ pid }) => pid)).toEqual([3, 1, 2]);
  expect(selectTree(processes, [])).toEqual([]);
});

test('CPU time is what was added; newcomers count whole', () => {
  const before = [{ pid: 1, parentPid: 0, cpuMs: 500 }];
  const after = [
    { pid: 1, parentPid: 0, cpuMs: 800 },
    { pid: 2, parentPid: 1, cpuMs: 50 },
  ];
  expect(sumCpuMsBetween(before, after)).toBe(350);
});
