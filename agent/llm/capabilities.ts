import { z } from 'zod';
import { extendBody, fetchFromModel } from '../model-client.ts';
import { requestCompletion } from './completion-request.ts';
import { readContextLength } from './context-length.ts';
import type { LanguageModelOptions } from './language-model.ts';
import { ReplyReader } from './reply-reader.ts';

/** What a server can do, as far as it showed. */
export interface Capabilities {
  streams: boolean;
  /**
   * How it marks what the model thinks; `unmarked` where its beginning is left out of the reply, `unclear` where the
   * answer was so long that its beginning may have been a thought.
   */
  thinking: 'none' | 'marked' | 'unmarked' | 'unclear';
  /** `unproven` where the model answered in words though it was told to use the tool. */
  tools: 'yes' | 'as text' | 'unproven' | 'no';
  contextTokens: number | undefined;
  firstTokenMs: number;
}

/** A model that thinks needs a while for its first word; a cold one as well. */
const REPLY_TIMEOUT_MS = 60_000;
/** Any question that takes several tokens to answer. */
const QUESTION = 'Count from one to five.';
/** Thoughts about so small a question are over by then. */
const MOST_TOKENS = 400;
/** Everything but the first answer is good to know, not worth a long wait. */
const TOOLS_TIMEOUT_MS = 10_000;
const LIST_TIMEOUT_MS = 3_000;

const TOOL = 'get_time';
const tool = {
  type: 'function',
  function: { name: TOOL, description: 'Tells the time.', parameters: { type: 'object', properties: {} } },
};

const modelList = z.object({ data: z.array(z.object({ id: z.string() })) });

/**
 * Finds out by asking what the server can do. Its first answer also warms the model up.
 *
 * @throws Error that says what is wrong; of a model that the server does not have, which it has.
 */
export async function examineModel(server: LanguageModelOptions): Promise<Capabilities> {
  const reply = await askForAWord(server).catch(async (error: unknown) => {
    throw (await explainMissing(server)) ?? error;
  });
  const [tools, contextTokens] = await Promise.all([tryTool(server), readContextLength(server)]);
  return { ...reply, tools, contextTokens };
}

/** One line for the log and for doctor. */
export function describeCapabilities(found: Capabilities): string {
  const thinking = {
    none: 'no thinking seen',
    marked: 'thinks before it answers (it is not spoken, but it takes time)',
    unmarked: 'thinks before it answers, without a mark at the beginning (it is held back)',
    unclear: `still not done with a short answer after ${MOST_TOKENS} tokens (if that is a thought, set LLM_STARTS_THINKING=yes)`,
  };
  const tools = {
    yes: 'tools',
    'as text':
      'tools as text only (the server has no parser for this model: SGLang and vLLM want --tool-call-parser, llama.cpp --jinja)',
    unproven: 'tools not used when asked to',
    no: 'no tools',
  };
  return [
    found.streams ? 'streams' : 'does NOT stream: every answer waits for its end',
    tools[found.tools],
    found.contextTokens ? `${found.contextTokens} tokens of context` : 'context length unknown',
    thinking[found.thinking],
    `first token after ${Math.round(found.firstTokenMs)} ms`,
  ].join(', ');
}

async function askForAWord(
  server: LanguageModelOptions,
): Promise<Pick<Capabilities, 'streams' | 'thinking' | 'firstTokenMs'>> {
  const abort = new AbortController();
  const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(REPLY_TIMEOUT_MS)]);
  const body = createBody(server, { stream: true, messages: [{ role: 'user', content: QUESTION }] });
  const reader = new ReplyReader([], false);
  const startedMs = performance.now();
  let firstTokenMs: number | undefined;
  let pieces = 0;
  for await (const event of requestCompletion(server, body, signal)) {
    if (reader.read(event)) {
      firstTokenMs ??= performance.now() - startedMs;
      pieces++;
    }
    if (reader.problem !== undefined) throw new Error(reader.problem);
    // A second piece is needed to see whether it streams.
    if (pieces > 1 && (reader.hasThought || pieces > MOST_TOKENS)) break;
  }
  abort.abort(); // The rest is not generated.
  if (firstTokenMs === undefined) throw new Error('the answer was empty');
  const none = pieces > MOST_TOKENS ? 'unclear' : 'none';
  const thinking = reader.startedInThought ? 'unmarked' : reader.hasThought ? 'marked' : none;
  return { streams: pieces > 1, thinking, firstTokenMs };
}

async function tryTool(server: LanguageModelOptions): Promise<Capabilities['tools']> {
  const content = `What time is it? Use the tool ${TOOL}.`;
  const body = createBody(server, { messages: [{ role: 'user', content }], tools: [tool], max_tokens: 200 });
  const reader = new ReplyReader([TOOL], server.startsThinking === 'yes');
  let isStructured = false;
  try {
    for await (const event of requestCompletion(server, body, AbortSignal.timeout(TOOLS_TIMEOUT_MS))) {
      reader.read(event);
      if (event !== 'done' && event !== 'malformed') isStructured ||= event.toolCalls.length > 0;
    }
  } catch (error) {
    return error instanceof DOMException ? 'unproven' : 'no';
  }
  if (reader.problem !== undefined) return 'no';
  const { calls } = reader.finish(true);
  if (calls.length === 0) return 'unproven';
  return isStructured ? 'yes' : 'as text';
}

function createBody({ model, extraBody }: LanguageModelOptions, request: object): object {
  return extendBody({ model, ...request }, extraBody);
}

/** A wrong name is the likeliest mistake; some servers answer whichever name they are given. */
async function explainMissing({ baseUrl, apiKey, model }: LanguageModelOptions): Promise<Error | undefined> {
  try {
    const response = await fetchFromModel(`${baseUrl}/models`, {
      headers: { authorization: `Bearer ${apiKey}` },
      signal: AbortSignal.timeout(LIST_TIMEOUT_MS),
    });
    const ids = modelList.parse(await response.json()).data.map(({ id }) => id);
    if (ids.includes(model)) return undefined;
    return new Error(
      `there is no model "${model}"; it has: ${ids.join(', ') || 'none'}. Set LLM_MODEL to one of them`,
    );
  } catch {
    return undefined;
  }
}
