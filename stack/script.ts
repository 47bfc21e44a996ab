import { dropPassages } from '../documents/handed-passages.ts';

/** One message of a request, as it came over the wire. */
export interface ScriptedMessage {
  role: string;
  content?: string | { type: string; text?: string }[] | null;
  tool_calls?: { id: string; function: { name: string; arguments: string } }[];
  tool_call_id?: string;
}

/** A request as the server got it. Replies are streamed; priming, summaries and probes may not be. */
export interface ScriptedRequest {
  /** Everything that was sent. */
  body: Record<string, unknown> & { messages: ScriptedMessage[]; stream?: boolean | null };
  /** The text of the last message of the caller, without passages of documents in front of it; empty where there is none. */
  user: string;
  /** How many messages of the caller there are: 1 in the first turn. */
  turn: number;
  /** How often tools were used since the caller's last message: 0 before the first. */
  step: number;
  /** Results of these tools, oldest first. */
  results: string[];
  /** On the clock of `performance.now()`. */
  atMs: number;
  /** Whether the connection was closed before the answer was whole. */
  aborted: boolean;
}

/** A tool that the model uses. Arguments that are a string are sent as they are, broken ones too. */
export interface ScriptedToolCall {
  tool: string;
  arguments?: object | string;
  /** Counts up where it is not given. */
  id?: string;
  /** Position among the tools of one answer; counts up where it is not given. */
  index?: number;
}

/**
 * What an answer is made of, in order: words (one at a time), tools, pauses, whole `data:` lines of a server that has
 * its own ideas, an HTTP status other than 200 (first and only), or another end than a proper one.
 */
export type ScriptedPart =
  | string
  | ScriptedToolCall
  | { waitMs: number }
  | { data: string }
  | { status: number; body?: string }
  | { end: 'stall' | 'reset' | 'cut' | 'length' };

export type ScriptedAnswer = ScriptedPart | readonly ScriptedPart[];

/**
 * When a rule fits the caller's last message (and turn, when given), its answers are given in order: the first one to
 * that message, the next one when a tool of the first has answered, and so on; the last is repeated. A request that is
 * made again, as speculation does, gets the same answer again.
 */
export interface ScriptedRule {
  user?: RegExp;
  turn?: number;
  answers: readonly ScriptedAnswer[];
}

/** Rules, of which the first that fits counts, or a function; what neither answers gets what it says otherwise. */
export type Script =
  | readonly ScriptedRule[]
  | ((request: ScriptedRequest) => ScriptedAnswer | undefined | Promise<ScriptedAnswer | undefined>);

/** @returns undefined where the script has no answer. */
export async function chooseAnswer(
  script: Script,
  request: ScriptedRequest,
): Promise<ScriptedAnswer | undefined> {
  if (typeof script === 'function') return script(request);
  const rule = script.find(
    ({ user, turn }) => (user?.test(request.user) ?? true) && (turn ?? request.turn) === request.turn,
  );
  return rule?.answers[Math.min(request.step, rule.answers.length - 1)];
}

/** What a request asks, from its body. */
export function readRequest(body: ScriptedRequest['body']): ScriptedRequest {
  const { messages } = body;
  const last = messages.findLastIndex(({ role }) => role === 'user');
  const since = messages.slice(last + 1);
  return {
    body,
    user: dropPassages(readText(messages[last]?.content)),
    turn: messages.filter(({ role }) => role === 'user').length,
    step: since.filter(({ tool_calls }) => tool_calls?.length).length,
    results: since.filter(({ role }) => role === 'tool').map(({ content }) => readText(content)),
    atMs: performance.now(),
    aborted: false,
  };
}

function readText(content: ScriptedMessage['content']): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map(({ text }) => text ?? '').join('');
}
