import { fileURLToPath } from 'node:url';
import { AgentServer, initializeLogger, ServerOptions } from '@livekit/agents';
import { answerSearches } from '../../agent/assistant/knowledge/answer-searches.ts';
import { DocumentSearch } from '../../agent/assistant/knowledge/document-search.ts';
import { readConfig } from '../../agent/config.ts';
import { warmUpModels } from '../../agent/warm-up.ts';

/** The worker of every arm that is not the shipped one; BENCH_JOB says which job it runs, as a path from this folder. */
initializeLogger({ pretty: false, level: 'warn' });
await warmUpModels(readConfig(process.env), (line) => console.error(line)); // As the shipped worker does.
answerSearches(new DocumentSearch(undefined, { info: console.error, warn: console.error }));
const server = new AgentServer(
  new ServerOptions({
    agent: fileURLToPath(import.meta.resolve(process.env['BENCH_JOB'] ?? '')),
    agentName: process.env['AGENT_NAME'] ?? '',
    wsURL: process.env['LIVEKIT_URL'] ?? '',
    host: '127.0.0.1',
    port: Number(process.env['AGENT_HEALTH_PORT']),
    production: true,
    numIdleProcesses: 1,
    initializeProcessTimeout: 60_000,
    // At the default it would take no calls beside models on the same CPU.
    loadFunc: () => Promise.resolve(0),
  }),
);
process.on('SIGTERM', () => process.exit(0));
await server.run();
