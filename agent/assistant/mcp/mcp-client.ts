import { setTimeout as sleep } from 'node:timers/promises';
import { Client, SdkHttpError, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { ListChangedHandlers } from '@modelcontextprotocol/client';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { McpServerOptions } from './mcp-schema.ts';

/** More than any result that is of use, so that one of 10 MB is cut to size and does not end the connection. */
const LARGEST_MESSAGE = 64 * 1024 * 1024;

/** A call that has ended waits no longer than this for its servers. */
const END_SESSION_MS = 1_000;

/** A client for one server, which is not connected yet. */
export function createClient({ url }: McpServerOptions, listChanged: ListChangedHandlers): Client {
  return new Client(
    { name: 'parley', version: '1' },
    {
      // Newer servers are asked by the newer protocol; asking a program would start it twice.
      ...(url !== undefined && { versionNegotiation: { mode: 'auto' } }),
      listChanged,
    },
  );
}

/** The way to a server: HTTP to an address, or the input and output of a program that it starts. */
export function createTransport({ url, headers, command = '', args, env }: McpServerOptions) {
  if (url !== undefined) return new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
  return new StdioClientTransport({
    command,
    args,
    env: { ...getDefaultEnvironment(), ...env },
    stderr: 'ignore', // What it writes may be about somebody.
    maxBufferSize: LARGEST_MESSAGE,
  });
}

/** Ends a client, tells nobody, and never rejects. A server over HTTP keeps a session until it is told that it is over. */
export async function endClient(client: Client): Promise<void> {
  delete client.onclose;
  delete client.onerror;
  const { transport } = client;
  if (transport instanceof StreamableHTTPClientTransport) {
    const late = sleep(END_SESSION_MS, undefined, { ref: false });
    await Promise.race([transport.terminateSession().catch(() => undefined), late]);
  }
  await client.close().catch(() => undefined);
}

/** Whether nothing was done: a server that was started anew knows no session of before, and one that is gone takes nothing. */
export function wasNotReceived(error: unknown): boolean {
  // 404 by the specification; the SDK's example, after which many are made, says 400.
  if (error instanceof SdkHttpError) return error.status === 404 || error.status === 400;
  return isRefusal(error);
}

/** Whether nobody listens at the server's address. */
export function isRefusal(error: unknown): boolean {
  const { cause } = error as { cause?: { code?: string } };
  return cause?.code === 'ECONNREFUSED';
}
