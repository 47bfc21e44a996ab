import {
  Client,
  ProtocolError,
  SdkHttpError,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import type { CallToolResult, Tool as ServerTool } from '@modelcontextprotocol/client';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { Arguments } from '../tools/arguments.ts';
import type { Tool, ToolRun } from '../tools/tool.ts';
import type { McpServerOptions } from './mcp-schema.ts';
import { createMcpTool } from './mcp-tool.ts';

/** A program that has to be downloaded first takes a while. */
const CONNECT_TIMEOUT_MS = 30_000;
const RETRY_AFTER_MS = [500, 1_000, 2_000, 5_000, 10_000, 30_000];

/** More than any result that is of use, so that one of 10 MB is cut to size and does not end the connection. */
const LARGEST_MESSAGE = 64 * 1024 * 1024;

/** Told what changes, in words for the operator that hold nothing of what is talked about. */
export interface McpNews {
  changed: () => void;
  log: (level: 'info' | 'warn', line: string) => void;
}

/** The connection of one call to one server: it comes up beside the greeting, and comes back when it breaks. */
export class McpConnection {
  readonly name: string;
  readonly #options: McpServerOptions;
  readonly #news: McpNews;
  #client: Client | undefined;
  #tools: Tool[] = [];
  #isClosed = false;
  #failures = 0;
  #retry: NodeJS.Timeout | undefined;
  /** The first attempt, however it ends. */
  readonly attempted: Promise<void>;

  constructor(name: string, options: McpServerOptions, news: McpNews) {
    this.name = name;
    this.#options = options;
    this.#news = news;
    this.attempted = this.#connect();
  }

  /** What may be used now; nothing while there is no connection. */
  get tools(): readonly Tool[] {
    return this.#tools;
  }

  /** Whether it could not be reached, or was lost. */
  get isUnreachable(): boolean {
    return this.#failures > 0;
  }

  /** Ends the connection, and the program with it. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    await this.#client?.close();
  }

  async #connect(): Promise<void> {
    const client = new Client(
      { name: 'parley', version: '1' },
      {
        // Newer servers are asked by the newer protocol; asking a program would start it twice.
        ...(this.#options.url !== undefined && { versionNegotiation: { mode: 'auto' } }),
        listChanged: {
          tools: {
            onChanged: (error, tools) => !error && tools && client === this.#client && this.#take(tools),
          },
        },
      },
    );
    this.#client = client;
    try {
      await client.connect(this.#createTransport(), { timeout: CONNECT_TIMEOUT_MS });
      const { tools } = await client.listTools(undefined, { timeout: CONNECT_TIMEOUT_MS });
      if (this.#isClosed) {
        await client.close();
        return;
      }
      client.onclose = () => this.#lose('the connection was lost');
      this.#failures = 0;
      this.#take(tools);
    } catch (error) {
      await client.close().catch(() => undefined);
      this.#lose(error instanceof Error ? error.message : String(error));
    }
  }

  #createTransport() {
    const { url, headers, command = '', args, env } = this.#options;
    if (url !== undefined)
      return new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
    return new StdioClientTransport({
      command,
      args,
      env: { ...getDefaultEnvironment(), ...env },
      stderr: 'ignore', // What it writes may be about somebody.
      maxBufferSize: LARGEST_MESSAGE,
    });
  }

  #take(listed: readonly ServerTool[]): void {
    const { allow } = this.#options;
    this.#tools = listed
      .filter(({ name }) => !allow || allow.includes(name))
      .flatMap((tool) => this.#adopt(tool));
    const missing = allow?.filter((name) => !listed.some((tool) => tool.name === name)) ?? [];
    if (missing.length > 0)
      this.#warn(
        `has no tool ${missing.join(', ')}, which is allowed; it has ${listed.map(({ name }) => name).join(', ')}`,
      );
    this.#news.log(
      'info',
      `MCP server ${this.name}: ${this.#tools.map(({ name }) => name).join(', ') || 'no tools'}`,
    );
    this.#news.changed();
  }

  #adopt(tool: ServerTool): Tool[] {
    try {
      return [createMcpTool(this.name, tool, this.#options, (...call) => this.#use(...call))];
    } catch (error) {
      this.#warn(`${tool.name} is left out, as its arguments can't be checked: ${String(error)}`);
      return [];
    }
  }

  async #use(name: string, args: Arguments, run: ToolRun): Promise<CallToolResult> {
    if (this.isUnreachable) throw new Error(`${this.name} can't be reached at the moment`);
    try {
      return await this.#call(name, args, run);
    } catch (error) {
      // A program that ends is noticed at once, a server over HTTP only now.
      if (this.#options.url === undefined || run.signal.aborted || error instanceof ProtocolError)
        throw error;
      const isBack = await this.#reconnect();
      if (!isBack || !wasNotReceived(error)) throw error;
      return this.#call(name, args, run);
    }
  }

  async #call(
    name: string,
    args: Arguments,
    { signal, report, idempotencyKey }: ToolRun,
  ): Promise<CallToolResult> {
    if (!this.#client) throw new Error(`${this.name} is not connected yet`);
    return this.#client.callTool(
      { name, arguments: args, _meta: { 'parley/idempotencyKey': idempotencyKey } },
      {
        signal,
        timeout: 2 ** 31 - 1, // The gate keeps the time.
        onprogress: ({ progress, total, message }) => {
          if (message) report(message);
          else if (total) report(Math.min(1, progress / total));
        },
      },
    );
  }

  async #reconnect(): Promise<boolean> {
    const old = this.#client;
    if (old) delete old.onclose;
    await old?.close().catch(() => undefined);
    if (!this.#isClosed) await this.#connect();
    return !this.isUnreachable;
  }

  #lose(reason: string): void {
    if (this.#isClosed) return;
    const waitMs = RETRY_AFTER_MS[Math.min(this.#failures, RETRY_AFTER_MS.length - 1)] ?? 0;
    this.#failures++;
    this.#tools = [];
    if (this.#failures === 1) this.#warn(`can't be reached, and will be tried again: ${reason}`);
    this.#news.changed();
    this.#retry = setTimeout(() => void this.#connect(), waitMs);
  }

  #warn(problem: string): void {
    this.#news.log('warn', `MCP server ${this.name} ${problem}`);
  }
}

/** A server that was started anew knows no session of before, and one that is gone takes nothing: nothing was done. */
function wasNotReceived(error: unknown): boolean {
  if (error instanceof SdkHttpError) return error.status === 404;
  const { cause } = error as { cause?: { code?: string } };
  return cause?.code === 'ECONNREFUSED';
}
