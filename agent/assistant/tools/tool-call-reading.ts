import { llm } from '@livekit/agents';
import { readArguments } from './arguments.ts';

/** Where a tool call carries what is wrong with its arguments. */
const FLAW = 'parley.flaw';

/**
 * Reads the tool calls that pass by before the framework does: it would repair their JSON, or log it. Arguments that can't
 * be read as they are become `{}`, with what is wrong beside them; ids that were used before in the call become new ones.
 */
export class ToolCallReading {
  readonly #ids = new Set<string>();

  /** @param stream - what a language model answers, chunk by chunk. */
  read(stream: ReadableStream<llm.ChatChunk | string>): ReadableStream<llm.ChatChunk | string> {
    const reading = new TransformStream<llm.ChatChunk | string, llm.ChatChunk | string>({
      transform: (chunk, controller) => controller.enqueue(this.#readChunk(chunk)),
    });
    return stream.pipeThrough(reading);
  }

  #readChunk(chunk: llm.ChatChunk | string): llm.ChatChunk | string {
    if (typeof chunk === 'string' || !chunk.delta?.toolCalls?.length) return chunk;
    const toolCalls = chunk.delta.toolCalls.map((call) => this.#readCall(call));
    return { ...chunk, delta: { ...chunk.delta, toolCalls } };
  }

  #readCall(call: llm.FunctionCall): llm.FunctionCall {
    const read = readArguments(call.args);
    const isNew = call.callId !== '' && !this.#ids.has(call.callId);
    const callId = isNew ? call.callId : `${call.callId || 'call'}_${crypto.randomUUID().slice(0, 8)}`;
    this.#ids.add(callId);
    const { id, name, createdAt, groupId, thoughtSignature } = call;
    return llm.FunctionCall.create({
      id,
      name,
      createdAt,
      ...(groupId !== undefined && { groupId }),
      ...(thoughtSignature !== undefined && { thoughtSignature }),
      callId,
      args: 'args' in read ? JSON.stringify(read.args) : '{}',
      extra: { ...call.extra, ...('flaw' in read && { [FLAW]: read.flaw }) },
    });
  }
}

/** What was wrong with the arguments of a tool call as they were written, if anything. */
export function getFlaw(call: llm.FunctionCall): string | undefined {
  return call.extra[FLAW] as string | undefined;
}
