/** What the tests of this folder share. */
import { execFile, spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import type { TokenServerConfig } from './config.ts';
import { NamePattern } from './name-pattern.ts';

export const testConfig: TokenServerConfig = {
  host: '127.0.0.1',
  port: 3000,
  apiKey: 'test-key',
  apiSecret: 'a-secret-of-32-characters-or-more',
  previousKeyPair: undefined,
  authentication: { apiKeysFile: undefined, identityProvider: undefined },
  abuse: {
    trustedProxies: [],
    corsOrigins: [],
    rateLimitPerAddress: 10_000,
    rateLimitPerKey: 10_000,
    maxCallsPerKey: 1000,
    tls: undefined,
  },
  callLog: undefined,
  dashboard: { turnLogDir: undefined, modelUrls: {} },
  agents: [],
  assistants: [new NamePattern('*')],
  rooms: [],
  identities: [],
  allowsCamera: false,
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

/** A livekit-server with the keys of {@link testConfig}, as a process of its own. */
export interface LivekitServer {
  /** Over HTTP. */
  url: string;
  stop: () => unknown;
}

/**
 * Starts livekit-server on free ports of loopback; more key pairs let it know two, as while keys are changed. It reports
 * to nobody unless told to whom.
 */
export async function startLivekitServer(
  command: string,
  keys: Record<string, string> = { [testConfig.apiKey]: testConfig.apiSecret },
  webhook?: { api_key: string; urls: string[] },
): Promise<LivekitServer> {
  const [port, tcpPort, udpPort] = [await findFreePort(), await findFreePort(), await findFreePort()];
  const config = {
    port,
    bind_addresses: ['127.0.0.1'],
    rtc: { tcp_port: tcpPort, udp_port: udpPort, node_ip: '127.0.0.1', enable_loopback_candidate: true },
    keys,
    ...(webhook && { webhook }),
  };
  const server = spawn(command, ['--config-body', JSON.stringify(config)], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(url).catch(() => undefined))?.ok) await sleep(50);
  return { url, stop: () => server.kill() };
}

/** Makes a certificate for `name` that signs itself: name.crt and name.key in the folder. */
export async function makeCertificate(folder: string, name: string): Promise<void> {
  const args = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '1',
  ];
  const output = ['-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.crt`)];
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
  await promisify(execFile)('openssl', [...args, ...output, ...subject]);
}

/** Whether livekit-server would let this token in: 200, or 401. */
export async function validateToken(url: string, token: string): Promise<number> {
  return (await fetch(`${url}/rtc/validate?access_token=${token}`)).status;
}
