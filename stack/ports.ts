import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A port that a service is about to listen on, and the variable that moves it. */
export interface WantedPort {
  port: number;
  host: string;
  variable: string;
}

/** @throws Error that names every wanted port that is taken and how to move it. */
export async function checkPorts(wanted: WantedPort[]): Promise<void> {
  const free = await Promise.all(wanted.map(({ port, host }) => isFree(port, host)));
  const taken = wanted.filter((_, index) => !free[index]);
  if (taken.length === 0) return;
  const lines = taken.map(
    ({ port, host, variable }) =>
      `  port ${port} on ${host} is taken: stop what uses it (lsof -i :${port}) or set ${variable} in .env`,
  );
  throw new Error(`Parley can't start:\n${lines.join('\n')}`);
}

/** True when a TCP server could listen there now. */
function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, host, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

/** Those of the wanted ports on which nothing accepts connections. */
export async function listClosedPorts(wanted: WantedPort[]): Promise<WantedPort[]> {
  const open = await Promise.all(wanted.map(({ port, host }) => accepts(port, host)));
  return wanted.filter((_, index) => !open[index]);
}

function accepts(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

/** A free port for each name; all are held until the last is found, so that no two are the same. */
export async function pickFreePorts<Name extends string>(
  names: readonly Name[],
): Promise<Record<Name, number>> {
  const servers = names.map(() => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return Object.fromEntries(names.map((name, index) => [name, ports[index]])) as Record<Name, number>;
}
