import { fileURLToPath } from 'node:url';
import { AgentServer, initializeLogger, ServerOptions } from '@livekit/agents';

/** The worker of the stock pipeline that ours is compared with; STOCK_AGENT_NAME tells them apart. */
initializeLogger({ pretty: false, level: 'warn' });
const server = new AgentServer(
  new ServerOptions({
    agent: fileURLToPath(import.meta.resolve('./job.ts')),
    agentName: process.env['STOCK_AGENT_NAME'] ?? 'stock',
    wsURL: process.env['LIVEKIT_URL'] ?? '',
    host: '127.0.0.1',
    port: Number(process.env['STOCK_HEALTH_PORT']),
    production: true,
    numIdleProcesses: 1,
    initializeProcessTimeout: 60_000,
    // At the default it would take no calls beside models on the same CPU.
    loadFunc: () => Promise.resolve(0),
  }),
);
process.on('SIGTERM', () => process.exit(0));
await server.run();
