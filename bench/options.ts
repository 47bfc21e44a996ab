import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const list = (known: readonly string[]) =>
  z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim()))
    .pipe(
      z
        .array(z.enum(known as [string, ...string[]], { error: `expected some of ${known.join(', ')}` }))
        .min(1),
    );

/** What a run measures. */
export interface BenchOptions {
  servers: string[];
  arms: string[];
  /** Arms on all kinds of servers but the first: what a lever gives need not be measured on each. */
  armsElsewhere: string[];
  /** Turns of each arm on each kind of servers. */
  turns: number;
  turnsPerCall: number;
  /** Folder with a manifest; undefined for our own corpus. */
  corpus?: string | undefined;
  /** Folder for the results. */
  out: string;
  seed: number;
}

interface Preset {
  servers: readonly string[];
  arms: readonly string[];
  armsElsewhere: readonly string[];
}

/** What there is to choose from, and what a run without options takes. */
export interface BenchChoices {
  servers: readonly string[];
  arms: readonly string[];
  defaults: Preset;
  quick: Preset;
}

const USAGE = `npm run bench -- [--quick] [--servers A,B] [--arms A,B] [--turns N] [--turns-per-call N]
                [--corpus DIR] [--out DIR] [--seed N]`;

/** About 12 s a turn: two arms of four turns and the start of their workers make two minutes. */
const QUICK_TURNS = 4;
const DEFAULT_TURNS = 24;

/**
 * Reads the command line of the bench.
 *
 * @throws Error that lists every problem and what is expected.
 */
export function readOptions(args: string[], choices: BenchChoices, resultsDir: string): BenchOptions {
  const values = parseCommandLine(args);
  const preset = values.quick ? choices.quick : choices.defaults;
  const schema = z.object({
    servers: list(choices.servers).default([...preset.servers]),
    arms: list(choices.arms).default([...preset.arms]),
    turns: z.coerce
      .number()
      .int()
      .min(1)
      .default(values.quick ? QUICK_TURNS : DEFAULT_TURNS),
    'turns-per-call': z.coerce.number().int().min(1),
    corpus: z.string().min(1).optional(),
    out: z
      .string()
      .min(1)
      .default(join(resultsDir, new Date().toISOString().replace(/[:.]/g, '-'))),
    seed: z.coerce.number().int(),
  });
  const result = schema.safeParse(values);
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) => `  --${String(path[0])}: ${message}`);
    throw new Error(`The bench can't run with these options:\n${problems.join('\n')}`);
  }
  const { 'turns-per-call': turnsPerCall, ...rest } = result.data;
  const armsElsewhere = values.arms === undefined ? [...preset.armsElsewhere] : rest.arms;
  return { ...rest, armsElsewhere, turnsPerCall };
}

function parseCommandLine(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        quick: { type: 'boolean', default: false },
        servers: { type: 'string' },
        arms: { type: 'string' },
        turns: { type: 'string' },
        'turns-per-call': { type: 'string', default: '6' },
        corpus: { type: 'string' },
        out: { type: 'string' },
        seed: { type: 'string', default: '1' },
      },
    }).values;
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
}
