import { llm } from '@livekit/agents';
import type { Assistant } from '../assistant-file.ts';
import type { Tool } from '../tools/tool.ts';
import { McpConnection } from './mcp-connection.ts';
import type { McpNews } from './mcp-connection.ts';
import type { McpServerOptions } from './mcp-schema.ts';

/** The MCP servers of one call. Assistants that name the same server, in the same way, share the connection. */
export class McpServers {
  readonly #connections = new Map<string, McpConnection>();
  readonly #log: McpNews['log'];
  readonly #listeners = new Set<() => void>();

  constructor(log: McpNews['log']) {
    this.#log = log;
  }

  /** Begins to connect; nobody has to wait for it. */
  open(assistant: Assistant): void {
    this.#get(assistant);
  }

  /** Ends all connections, and the programs that were started for them. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#connections.values()].map((connection) => connection.close()));
  }

  /** The tools that an assistant's servers have at the moment, as the framework's; they follow the servers. */
  createToolset(
    assistant: Assistant,
    create: (tool: Tool) => llm.ToolContextEntry,
    taken: readonly string[],
  ): llm.Toolset {
    const list = () => distinguish(this.#get(assistant), taken).map(create);
    let update: (() => void) | undefined;
    return llm.Toolset.create({
      id: 'mcp',
      tools: list(),
      setup: (context) => {
        update = () => context.updateTools(list());
        this.#listeners.add(update);
        update();
        return Promise.resolve();
      },
      aclose: () => {
        if (update) this.#listeners.delete(update);
        return Promise.resolve();
      },
    });
  }

  /** Which of an assistant's servers are out of reach. */
  listUnreachable(assistant: Assistant): string[] {
    return this.#get(assistant)
      .filter(({ isUnreachable }) => isUnreachable)
      .map(({ name }) => name);
  }

  #get({ mcpServers, locate }: Assistant): McpConnection[] {
    return Object.entries(mcpServers).map(([name, options]) =>
      this.#find(name, options, locate?.(['mcpServers', name])),
    );
  }

  #find(name: string, options: McpServerOptions, place?: string): McpConnection {
    const key = JSON.stringify([name, options]);
    const connection =
      this.#connections.get(key) ??
      new McpConnection(name, options, {
        changed: () => this.#listeners.forEach((listener) => listener()),
        log: (level, line) => this.#log(level, level === 'warn' && place ? `${place}: ${line}` : line),
      });
    this.#connections.set(key, connection);
    return connection;
  }
}

/** Two tools of one name are told apart by their servers' names. */
function distinguish(connections: readonly McpConnection[], taken: readonly string[]): Tool[] {
  const names = new Set(taken);
  return connections.flatMap(({ name: server, tools }) =>
    tools.flatMap((tool) => {
      const name = names.has(tool.name)
        ? `${server.replaceAll('-', '_')}_${tool.name}`.slice(0, 64)
        : tool.name;
      if (names.has(name)) return [];
      names.add(name);
      return [{ ...tool, name }];
    }),
  );
}
