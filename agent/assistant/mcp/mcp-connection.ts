import type { CallToolResult, Client, Tool as ServerTool } from '@modelcontextprotocol/client';
import type { Arguments } from '../tools/arguments.ts';
import type { Tool, ToolRun } from '../tools/tool.ts';
import { createClient, createTransport, endClient, isRefusal, wasNotReceived } from './mcp-client.ts';
import type { McpServerOptions } from './mcp-schema.ts';
import { createMcpTool } from './mcp-tool.ts';

/** A program that has to be downloaded first takes a while. */
const CONNECT_TIMEOUT_MS = 30_000;
const RETRY_AFTER_MS = [500, 1_000, 2_000, 5_000, 10_000, 30_000];

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
  /** All that have been begun and not ended; one of them is in use. */
  readonly #clients = new Set<Client>();
  #client: Client | undefined;
  #connecting: Promise<boolean> | undefined;
  #tools: Tool[] = [];
  #isClosed = false;
  #failures = 0;
  #retry: NodeJS.Timeout | undefined;

  constructor(name: string, options: McpServerOptions, news: McpNews) {
    this.name = name;
    this.#options = options;
    this.#news = news;
    void this.#connect();
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
    await Promise.all([...this.#clients].map((client) => this.#end(client)));
  }

  /** One attempt at a time, for all who need it. @returns whether there is a connection now. */
  #connect(): Promise<boolean> {
    this.#connecting ??= this.#attempt().finally(() => (this.#connecting = undefined));
    return this.#connecting;
  }

  async #attempt(): Promise<boolean> {
    clearTimeout(this.#retry);
    const client: Client = createClient(this.#options, {
      tools: {
        onChanged: (error, tools) => !error && tools && client === this.#client && this.#take(tools),
      },
    });
    this.#clients.add(client);
    try {
      await client.connect(createTransport(this.#options), { timeout: CONNECT_TIMEOUT_MS });
      const { tools } = await client.listTools(undefined, { timeout: CONNECT_TIMEOUT_MS });
      if (this.#isClosed) throw new Error('the call has ended');
      this.#replaceClient(client);
      client.onclose = () => this.#lose('the connection was lost');
      // A program that ends closes the connection; a server over HTTP is missed by the stream of its news.
      client.onerror = (error) => void (isRefusal(error) && this.#reconnect(client));
      this.#failures = 0;
      this.#take(tools);
      return true;
    } catch (error) {
      await this.#end(client);
      this.#lose(error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  #take(listed: readonly ServerTool[]): void {
    const { allow } = this.#options;
    this.#tools = listed
      .filter(({ name }) => !allow || allow.includes(name))
      .flatMap((tool) => this.#adopt(tool));
    this.#warnOfMissing(listed, allow ?? [], 'is allowed');
    this.#warnOfMissing(listed, Object.keys(this.#options.tools), 'stands under tools');
    this.#news.log(
      'info',
      `MCP server ${this.name}: ${this.#tools.map(({ name }) => name).join(', ') || 'no tools'}`,
    );
    this.#news.changed();
  }

  #warnOfMissing(listed: readonly ServerTool[], named: readonly string[], where: string): void {
    const names = listed.map(({ name }) => name);
    const missing = named.filter((name) => !names.includes(name));
    if (missing.length === 0) return;
    this.#warn(`has no tool ${missing.join(', ')}, which ${where}; it has ${names.join(', ')}`);
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
    const client = this.#client;
    try {
      return await this.#call(name, args, run);
    } catch (error) {
      // Anything else may be the tool's own trouble, and others are using the connection.
      if (!wasNotReceived(error) || !(await this.#reconnect(client)) || run.signal.aborted) throw error;
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

  /** @param lost - the one that failed; there may be another by now. @returns whether there is a connection. */
  async #reconnect(lost: Client | undefined): Promise<boolean> {
    if (this.#isClosed) return false;
    if (lost === this.#client) return this.#connect();
    return !this.isUnreachable;
  }

  #lose(reason: string): void {
    if (this.#isClosed) return;
    clearTimeout(this.#retry);
    const waitMs = RETRY_AFTER_MS[Math.min(this.#failures, RETRY_AFTER_MS.length - 1)] ?? 0;
    this.#failures++;
    this.#tools = [];
    this.#replaceClient(undefined);
    if (this.#failures === 1) this.#warn(`can't be reached, and will be tried again: ${reason}`);
    this.#news.changed();
    this.#retry = setTimeout(() => void this.#connect(), waitMs);
  }

  /** What still waits for the one before gets no answer from it any more: it fails at once. */
  #replaceClient(client: Client | undefined): void {
    const before = this.#client;
    this.#client = client;
    if (before) void this.#end(before);
  }

  /** Never rejects. */
  #end(client: Client): Promise<void> {
    this.#clients.delete(client);
    return endClient(client);
  }

  #warn(problem: string): void {
    this.#news.log('warn', `MCP server ${this.name} ${problem}`);
  }
}
