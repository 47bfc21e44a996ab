import type { Arguments } from '../tools/arguments.ts';
import type { ToolRun } from '../tools/tool.ts';
import { McpConnection } from './mcp-connection.ts';
import { mcpServerSchema } from './mcp-schema.ts';

const closing: (() => Promise<unknown>)[] = [];

/** What a test has opened is closed after it. */
export function closeLater(close: () => Promise<unknown>): void {
  closing.push(close);
}

export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}

/** A connection, and what the operator is told of it. */
export function connect(options: object) {
  const lines: string[] = [];
  const connection = new McpConnection('documents', mcpServerSchema.parse(options), {
    changed: () => undefined,
    log: (_, line) => lines.push(line),
  });
  closeLater(() => connection.close());
  return { connection, lines, names: () => connection.tools.map(({ name }) => name) };
}

/** Uses a tool as the gate does. */
export function use(
  connection: McpConnection,
  name: string,
  args: Arguments = {},
  run: Partial<ToolRun> = {},
): Promise<unknown> {
  const tool = connection.tools.find((one) => one.name === name);
  if (!tool) throw new Error(`${name} is not among ${connection.tools.map((one) => one.name).join(', ')}.`);
  const rest = {
    signal: new AbortController().signal,
    report: () => undefined,
    idempotencyKey: 'key',
    ...run,
  };
  return Promise.resolve(tool.run(args, rest));
}
