import { z } from 'zod';

import { ApiError } from './api-error.ts';
import type { ChatRequest, Tool } from './chat-request.ts';
import { TextIndex, weigh } from '../../documents/text-index.ts';

/** A call that the client is asked to make; `arguments` is JSON. */
export interface ToolCall {
  name: string;
  arguments: string;
}

/** A tool is called by itself only if its name and description hold most of what was said. 2 would be all, twice. */
const MIN_WEIGHT = 1;

/** Names of arguments that take what was said as it is; a city or a date would have to be understood. */
const literalArguments = /^(q|query|question|text|message|input|prompt|search(_?(query|term|text))?)$/i;

const parameterSchema = z.looseObject({
  required: z.array(z.string()).default([]),
  properties: z.record(z.string(), z.looseObject({ type: z.unknown() })).default({}),
});

/**
 * Chooses a tool for what was said, if it matches clearly better than the best document does.
 *
 * @param documentWeight how well the best document matches, see {@link weigh}
 * @throws ApiError 400 if a tool has to be called and none can be without understanding the words
 */
export async function chooseToolCall(
  { tools, tool_choice: choice }: ChatRequest,
  said: string,
  documentWeight: number,
): Promise<ToolCall | undefined> {
  const offered = (tools ?? []).map((tool) => tool.function);
  if (typeof choice === 'object' && choice) return callNamed(offered, choice.function.name, said);
  if (choice === 'none') return undefined;
  const callable = offered.filter((tool) => fillArguments(tool, said) !== undefined);
  const index = await TextIndex.create(
    callable.map((tool) => ({ tool, title: splitName(tool.name), text: tool.description ?? '' })),
  );
  const match = await index.find(said);
  if (choice === 'required') return callRequired(match?.entry.tool ?? callable[0], said);
  if (!match || weigh(match) < MIN_WEIGHT || weigh(match) <= documentWeight) return undefined;
  return createCall(match.entry.tool, said);
}

function callNamed(offered: readonly Tool[], name: string, said: string): ToolCall {
  const tool = offered.find((one) => one.name === name);
  const param = 'tool_choice';
  if (!tool) throw new ApiError(400, `tool_choice names '${name}', which is not among tools.`, { param });
  const call = createCall(tool, said);
  if (!call) throw new ApiError(400, `'${name}' cannot be called here: ${needsModel}`, { param });
  return call;
}

function callRequired(tool: Tool | undefined, said: string): ToolCall {
  const call = tool && createCall(tool, said);
  if (!call) throw new ApiError(400, `No tool can be called here: ${needsModel}`, { param: 'tool_choice' });
  return call;
}

const needsModel =
  'its arguments have to be understood, which takes a language model. Tools without required arguments, or with one text argument such as query, work.';

function createCall(tool: Tool, said: string): ToolCall | undefined {
  const filled = fillArguments(tool, said);
  return filled && { name: tool.name, arguments: JSON.stringify(filled) };
}

/** Arguments that need no understanding: none at all, or the words that were said; else undefined. */
function fillArguments(tool: Tool, said: string): Record<string, string> | undefined {
  const schema = parameterSchema.safeParse(tool.parameters ?? {});
  if (!schema.success) return undefined;
  const { required, properties } = schema.data;
  const [name, ...others] = required;
  if (name === undefined) return {};
  const property = properties[name];
  const isLiteral = property?.type === 'string' && !('enum' in property) && literalArguments.test(name);
  return isLiteral && others.length === 0 ? { [name]: said } : undefined;
}

/** 'getCurrent_time' → 'get current time' */
function splitName(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
}
