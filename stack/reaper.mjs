// Outlives the supervisor by a moment: when its standard input ends, the supervisor is gone, however it went, and
// every process group it had started is killed. Input: lines of "+<pid>" and "-<pid>".
import { createInterface } from 'node:readline';

const groups = new Set();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const pid = Number(line.slice(1));
  if (line.startsWith('+')) groups.add(pid);
  else groups.delete(pid);
});
lines.on('close', () => {
  for (const pid of groups)
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // Already gone.
    }
});
