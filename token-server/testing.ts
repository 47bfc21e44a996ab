/** What the tests of this folder share. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { TokenServerConfig } from './config.ts';

export const testConfig: TokenServerConfig = {
  host: '127.0.0.1',
  port: 3000,
  apiKey: 'test-key',
  apiSecret: 'a-secret-of-32-characters-or-more',
  livekitHttpUrl: 'http://127.0.0.1:7880',
  livekitPublicUrl: 'wss://livekit.example.com',
  agentName: 'parley',
  agentHealthUrl: 'http://127.0.0.1:8081',
};

/** Listens on a port that the system chooses. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A port that nothing listened on a moment ago. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  const { port } = new URL(await listen(server));
  await new Promise((resolve) => server.close(resolve));
  return Number(port);
}
