/** The token server as a process: hands out room credentials and serves the page. */
import type { Server } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import { join } from 'node:path';

import { createAdaptorServer } from '@hono/node-server';
import dotenv from 'dotenv';

import { createApp } from './app.ts';
import { createAuthentication } from './authentication/authentication.ts';
import { ConfigError, type TokenServerConfig, listApiSecrets, readConfig } from './config.ts';
import { createAudit } from './operations/audit.ts';
import { followTlsFiles, readTlsFiles } from './operations/tls-files.ts';

/** How long running requests may take after a signal to stop. */
const STOP_TIMEOUT_MS = 3000;

/** Whoever takes longer to say what they want holds a connection open for nothing. */
const patience = { headersTimeout: 10_000, requestTimeout: 15_000, connectionsCheckingInterval: 5000 };

dotenv.config({ path: process.env.ENV_FILE ?? '.env', quiet: true });
const config = readConfigOrExit();
const authentication = startOrExit(() => createAuthentication(config.authentication, listApiSecrets(config)));
let isStopping = false;
const app = createApp(config, join(import.meta.dirname, '../web/dist'), {
  authentication,
  audit: createAudit(),
  isStopping: () => isStopping,
});
const server = startOrExit(createServer);
const scheme = config.abuse.tls ? 'https' : 'http';
const address = `${config.host.includes(':') ? `[${config.host}]` : config.host}:${config.port}`;

server.on('error', (error: NodeJS.ErrnoException) => {
  exitWith(`The token server cannot listen on ${address}: ${explainListenError(error)}`);
});
server.listen(config.port, config.host, () => {
  console.log(`Token server and page: ${scheme}://${address} (calls go to ${config.livekitPublicUrl})`);
  console.log(authentication.summary);
});
process.once('SIGINT', stop);
process.once('SIGTERM', stop);

function readConfigOrExit(): TokenServerConfig {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (error instanceof ConfigError) exitWith(error.message);
    throw error;
  }
}

function startOrExit<Part>(create: () => Part): Part {
  try {
    return create();
  } catch (error) {
    exitWith(`The token server cannot start:\n  - ${(error as Error).message}`);
  }
}

function createServer(): Server {
  const { tls } = config.abuse;
  if (!tls) return createAdaptorServer({ fetch: app.fetch, serverOptions: patience }) as Server;
  const secureServer = createAdaptorServer({
    fetch: app.fetch,
    createServer: createSecureServer,
    serverOptions: { ...patience, ...readTlsFiles(tls) },
  }) as SecureServer;
  followTlsFiles(secureServer, tls, console.log);
  return secureServer;
}

function explainListenError(error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE') return 'another program has this port. Stop it, or set TOKEN_SERVER_PORT.';
  if (error.code === 'EADDRNOTAVAIL') return 'this machine has no such address. Correct TOKEN_SERVER_HOST.';
  if (error.code === 'EACCES') return 'ports below 1024 need rights. Set TOKEN_SERVER_PORT to a higher one.';
  return error.message;
}

/** Takes no new requests, lets the running ones end, then leaves; a second signal ends the process at once. */
function stop(): void {
  isStopping = true;
  server.close();
  server.closeIdleConnections();
  setTimeout(() => {
    server.closeAllConnections();
  }, STOP_TIMEOUT_MS).unref();
}

function exitWith(message: string): never {
  console.error(message);
  process.exit(1);
}
