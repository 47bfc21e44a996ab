import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { config as loadDotenv } from 'dotenv';
import { compareVariants } from './comparison.ts';
import { readLog } from './log-lines.ts';
import { formatComparison } from './table.ts';

const USAGE = "Write: npm run experiment -- NAME, with the name that stands in the assistant's file.";

/** Compares the variants of an experiment from what the turn log has kept. */
async function main(): Promise<void> {
  loadDotenv({ path: process.env.ENV_FILE ?? '.env', quiet: true });
  const { positionals } = parseArgs({ allowPositionals: true });
  const [name] = positionals;
  if (!name || positionals.length > 1) throw new Error(USAGE);
  const directory = process.env.TURN_LOG_DIR || join('.cache', 'turns');
  if (directory === 'off') throw new Error('TURN_LOG_DIR is off: there is nothing to compare.');
  const log = await readLog(directory).catch((error: unknown) => {
    throw new Error(`The turn log in ${directory} can't be read: ${String(error)}`);
  });
  const results = compareVariants(name, log);
  if (results.length > 0) console.log(formatComparison(name, results));
  else {
    const known = new Set(log.calls.flatMap(({ experiments }) => Object.keys(experiments)));
    const list =
      known.size > 0 ? `There are ${[...known].sort().join(', ')}.` : 'No call took part in any yet.';
    throw new Error(`No call in ${directory} took part in an experiment "${name}". ${list}`);
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
