import { llm, voice } from '@livekit/agents';
import { expect, test } from 'vitest';
import { TestMcpServer } from '../../../stack/mcp-server.ts';
import { ScriptedLlm } from '../../../stack/scripted-llm.ts';
import { createTextSession } from '../../testing.ts';
import type { Assistant } from '../assistant-file.ts';
import type { Tool, ToolRun } from '../tools/tool.ts';
import { mcpServerSchema } from './mcp-schema.ts';
import { McpServers } from './mcp-servers.ts';

const run: ToolRun = { signal: new AbortController().signal, report: () => undefined, idempotencyKey: 'key' };

test('the model is offered what a server has, as soon as it has it, and as long', async () => {
  const model = await ScriptedLlm.start();
  const server = await TestMcpServer.start();
  const servers = new McpServers(() => undefined);
  const assistant = {
    mcpServers: {
      taxi: mcpServerSchema.parse({ url: server.url, allow: ['order_taxi', 'fail', 'brew_tea'] }),
    },
  } as unknown as Assistant;
  const made = new Map<string, Tool>();
  const toolset = servers.createToolset(
    assistant,
    (tool) => {
      made.set(tool.name, tool);
      return llm.tool({
        name: tool.name,
        description: tool.description,
        execute: () => Promise.resolve('done'),
      });
    },
    ['fail'],
  );
  const session = createTextSession(model.address);
  await session.start({
    agent: new voice.Agent({ instructions: 'Answer.', tools: [toolset] }),
    record: false,
  });
  const offered = async () => {
    await session.generateReply({ userInput: 'Hello' }).waitForPlayout();
    const { tools = [] } = model.replies.at(-1)?.body as { tools?: { function: { name: string } }[] };
    return tools.map((tool) => tool.function.name).sort();
  };
  await expect.poll(offered, { timeout: 10_000 }).toEqual(['order_taxi', 'taxi_fail']);
  server.addTool('brew_tea');
  await expect.poll(offered, { timeout: 10_000 }).toContain('brew_tea');
  const use = () => Promise.resolve(made.get('order_taxi')?.run({ seconds: 0 }, run));
  const { port } = server;
  await server.stop();
  const next = await TestMcpServer.start(port);
  await use().catch(() => undefined); // What was on its way may be lost.
  expect(await use()).toBe('The taxi comes at nine.');
  expect(next.effects.length).toBeGreaterThan(0);
  await next.stop();
  await expect(use()).rejects.toThrow();
  await expect.poll(offered, { timeout: 10_000 }).toEqual([]);
  expect(servers.listUnreachable(assistant)).toEqual(['taxi']);
  await session.close();
  await servers.close();
  await model.stop();
}, 40_000);
