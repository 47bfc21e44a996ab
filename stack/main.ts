import { join } from 'node:path';
import { config as loadDotenv } from 'dotenv';
import { findEnvFile, readStackConfig } from './config.ts';
import type { StackConfig } from './config.ts';
import { runDoctor } from './doctor.ts';
import { runSetup } from './setup.ts';
import { runStack } from './start.ts';
import { runEval } from './scenarios/eval.ts';
import { runTalk } from './talk/talk.ts';
import { runTests } from './test-suites.ts';

const root = join(import.meta.dirname, '..');

const commands: Record<string, (config: StackConfig, root: string, args: string[]) => Promise<void>> = {
  setup: runSetup,
  start: runStack,
  test: runTests,
  doctor: runDoctor,
  eval: runEval,
  talk: runTalk,
};

async function main(): Promise<void> {
  const name = process.argv[2] ?? '';
  const command = commands[name];
  if (!command)
    throw new Error(`Unknown command "${name}": expected one of ${Object.keys(commands).join(', ')}.`);
  process.env.ENV_FILE = findEnvFile(name, root, process.env.ENV_FILE); // What is started reads the same one.
  loadDotenv({ path: process.env.ENV_FILE, quiet: true });
  await command(readStackConfig(process.env), root, process.argv.slice(3));
}

try {
  await main();
  process.exit(process.exitCode ?? 0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
