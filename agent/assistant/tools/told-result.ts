import { llm } from '@livekit/agents';
import type { ToolJob } from './tool-job.ts';

/** Puts the use of a tool with its result where it was told, in place of what the conversation has of that use. */
export function putResult(context: llm.ChatContext, job: ToolJob, output: string, at: number): void {
  const { id, tool, args } = job;
  const call = { callId: id, name: tool.name, createdAt: at };
  context.items = context.items.filter(
    (item) =>
      !((item.type === 'function_call' || item.type === 'function_call_output') && item.callId === id),
  );
  context.insert([
    llm.FunctionCall.create({ ...call, args: JSON.stringify(args) }),
    llm.FunctionCallOutput.create({ ...call, output, isError: false }),
  ]);
}
