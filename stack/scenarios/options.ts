import { readdirSync } from 'node:fs';
import { basename, extname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const USAGE = `npm run eval -- [FILES] [--filter TEXT] [--parallel N] [--repeat N] [--retry N] [--url URL] [--assistant NAME]`;

const count = (smallest: number) =>
  z.coerce
    .number(`expected a whole number, ${smallest} at least`)
    .int(`expected a whole number`)
    .min(smallest);

const schema = z.object({
  url: z.url({ protocol: /^https?$/, error: 'expected a URL like http://127.0.0.1:3000' }).optional(),
  assistant: z.string().min(1).optional(),
  parallel: count(1).default(1),
  repeat: count(1).default(1),
  retry: count(0).default(0),
  filter: z.string().default(''),
});

/** What to run, where and how often. */
export interface EvalOptions extends z.output<typeof schema> {
  /** Files of scenarios. */
  paths: string[];
}

/**
 * Reads the command line. Without files, those in `scenarios/` are taken.
 *
 * @throws Error that lists every problem and what is expected.
 */
export function readEvalOptions(args: string[], root: string): EvalOptions {
  const { values, positionals } = parseCommandLine(args);
  const result = schema.safeParse(values);
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) => `  --${String(path[0])}: ${message}`);
    throw new Error(`These options can't be used:\n${problems.join('\n')}\n${USAGE}`);
  }
  const given = positionals.length > 0 ? positionals : listShipped(root);
  const paths = given.filter((path) => basename(path, extname(path)).includes(result.data.filter));
  if (paths.length === 0)
    throw new Error(`No scenario has "${result.data.filter}" in its name; there are: ${given.join(', ')}`);
  return { ...result.data, paths };
}

function listShipped(root: string): string[] {
  return readdirSync(join(root, 'scenarios'))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => relative(process.cwd(), join(root, 'scenarios', file)));
}

function parseCommandLine(args: string[]) {
  const text = { type: 'string' } as const;
  const options = { url: text, assistant: text, parallel: text, repeat: text, retry: text, filter: text };
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
}
