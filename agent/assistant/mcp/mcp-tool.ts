import type { CallToolResult, Tool as ServerTool } from '@modelcontextprotocol/client';
import { createCheck } from '../tools/json-schema.ts';
import type { Tool, ToolPolicy, ToolRun } from '../tools/tool.ts';
import type { Arguments } from '../tools/arguments.ts';
import type { McpServerOptions } from './mcp-schema.ts';

/** A long description is read before every answer. */
const LONGEST_DESCRIPTION = 400;

/**
 * A server's tool as one of ours.
 *
 * @param use - calls it at the server.
 * @throws Error where its schema can't be checked by: then it can't be used.
 */
export function createMcpTool(
  server: string,
  tool: ServerTool,
  options: McpServerOptions,
  use: (name: string, args: Arguments, run: ToolRun) => Promise<CallToolResult>,
): Tool {
  const parameters = tool.inputSchema as Record<string, unknown>;
  return {
    name: tool.name.replaceAll(/[^\w-]/g, '_').slice(0, 64),
    description: (tool.description ?? tool.title ?? `A tool of ${server}.`).slice(0, LONGEST_DESCRIPTION),
    parameters,
    policy: choosePolicy(tool, options),
    check: createCheck(parameters),
    run: async (args, run) => readResult(await use(tool.name, args, run)),
  };
}

/** The operator's word, else the server's; a tool that says nothing of itself may change something. */
function choosePolicy({ name, annotations }: ServerTool, options: McpServerOptions): ToolPolicy {
  const own = options.tools[name] ?? {};
  const sideEffects = own.sideEffects ?? annotations?.readOnlyHint !== true;
  const isDestructive = sideEffects && annotations?.destructiveHint === true;
  return {
    sideEffects,
    ask: own.ask ?? (isDestructive ? 'always' : 'afterForeignText'),
    foreignText: !options.trusted,
    timeoutMs: (own.timeoutS ?? options.timeoutS) * 1000,
    isWaitedFor: true,
  };
}

/** @throws Error with what the tool says, where it says that it failed. */
function readResult({ content, structuredContent, isError }: CallToolResult): unknown {
  const text = content.map(readBlock).join('\n').trim();
  if (isError) throw new Error(text.slice(0, 1000) || 'it gave no reason');
  return text || (structuredContent ?? '');
}

function readBlock(block: CallToolResult['content'][number]): string {
  if (block.type === 'text') return block.text;
  if (block.type === 'resource') return 'text' in block.resource ? block.resource.text : '[a file]';
  if (block.type === 'resource_link') return `${block.name}: ${block.uri}`;
  return block.type === 'image' ? '[an image]' : '[a sound]';
}
