/** Offline answers as a process: what the caller hears when no language model is connected. */
import type { Server } from 'node:http';

import { createAdaptorServer } from '@hono/node-server';
import dotenv from 'dotenv';
import { z } from 'zod';

import { createApp } from './app.ts';
import { Knowledge } from '../../documents/knowledge.ts';

const portProblem = 'LLM_PORT must be a whole number from 1 to 65535.';
const environment = z.object({
  LLM_HOST: z.string().default('127.0.0.1'),
  LLM_PORT: z.coerce
    .number(portProblem)
    .int(portProblem)
    .min(1, portProblem)
    .max(65_535, portProblem)
    .default(8890),
  KNOWLEDGE_DIR: z.string().default('knowledge'),
});

dotenv.config({ quiet: true });
const config = readConfig();
const report = (problem: string) => {
  console.warn(problem);
};
const knowledge = await Knowledge.open(config.KNOWLEDGE_DIR, { report }).catch((error: unknown) =>
  exitWith(
    `The documents cannot be read: ${String(error)}. Create that folder, or set KNOWLEDGE_DIR to another.`,
  ),
);
const server = createAdaptorServer({ fetch: createApp(knowledge).fetch }) as Server;

server.on('error', (error) => {
  exitWith(
    `Offline answers cannot listen on ${config.LLM_HOST}:${config.LLM_PORT} (LLM_HOST, LLM_PORT): ${error.message}`,
  );
});
server.listen(config.LLM_PORT, config.LLM_HOST, () => {
  console.log(
    `Offline answers on http://${config.LLM_HOST}:${config.LLM_PORT}/v1 from ${knowledge.titles.length} documents in ${config.KNOWLEDGE_DIR}`,
  );
});
process.once('SIGINT', stop);
process.once('SIGTERM', stop);

function readConfig(): z.infer<typeof environment> {
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value?.trim()));
  const result = environment.safeParse(given);
  if (result.success) return result.data;
  return exitWith(
    `Offline answers cannot start:\n${result.error.issues.map(({ message }) => `  - ${message}`).join('\n')}`,
  );
}

function stop(): void {
  server.close();
  server.closeAllConnections();
}

function exitWith(message: string): never {
  console.error(message);
  process.exit(1);
}
