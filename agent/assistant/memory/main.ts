/** What an operator does about memories at a terminal: `npm run memory -- list`. */
import { config as loadDotenv } from 'dotenv';
import { runMemoryCommand } from './memory-command.ts';

loadDotenv({ path: process.env.ENV_FILE ?? '.env', quiet: true });
try {
  runMemoryCommand(process.argv.slice(2), {
    directory: process.env.PARLEY_DATA_DIR || 'data',
    apiSecret: process.env.LIVEKIT_API_SECRET,
    print: (line) => console.log(line),
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
