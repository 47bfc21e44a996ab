import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { UsageMeter } from './usage-meter.ts';

test.skipIf(process.platform !== 'linux')(
  'a tree is measured with the children it got meanwhile',
  async () => {
    const meter = new UsageMeter(() => [process.pid]);
    await meter.start();
    const busy = 'while (process.cpuUsage().user < 200_000); console.log(); setTimeout(() => {}, 60_000)';
    const child = spawn(process.execPath, ['-e', busy], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await once(child.stdout, 'data');
      const withChild = await meter.read();
      const childless = new UsageMeter(() => []);
      await childless.start();
      expect(withChild?.cpuMs).toBeGreaterThanOrEqual(190);
      expect(withChild?.memoryBytes).toBeGreaterThan(20 * 2 ** 20);
      expect(await childless.read()).toEqual({ cpuMs: 0, memoryBytes: 0 });
    } finally {
      child.kill();
    }
  },
);
