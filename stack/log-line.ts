import { styleText } from 'node:util';

const colors = ['cyan', 'green', 'yellow', 'magenta', 'blue', 'gray'] as const;
const NAME_WIDTH = 8;

/** pino's numeric level for info; what lies below is for debugging and stays out of the joint log. */
const PINO_INFO = 30;

/** Fields that every pino line carries, and that say nothing to the reader of a joint log. */
const NOISE = new Set(['level', 'time', 'pid', 'hostname', 'msg', 'name', 'version']);

/** `name │ text`, the name in a colour of its own. */
export function prefixLine(name: string, index: number, text: string): string {
  return `${styleText(colors[index % colors.length] ?? 'gray', name.padEnd(NAME_WIDTH))} │ ${text}`;
}

/**
 * Makes one line of a process readable: pino's JSON becomes its message and fields, other text stays as it is.
 * Returns undefined for lines nobody needs to see. Fields marked as personal data are left out.
 */
export function formatLogLine(line: string): string | undefined {
  if (!line.startsWith('{')) return line.trimEnd() || undefined;
  let record: Record<string, unknown>;
  try {
    record = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return line;
  }
  if (typeof record['level'] === 'number' && record['level'] < PINO_INFO) return undefined;
  const fields = Object.entries(record)
    .filter(([key]) => !NOISE.has(key) && !key.startsWith('lk.pii'))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const message = typeof record['msg'] === 'string' ? [record['msg']] : [];
  return [...message, ...fields].join(' ');
}
