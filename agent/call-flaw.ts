/**
 * What was wrong with a tool call as the language model wrote it: llm/ finds it, whoever runs tools heeds it.
 *
 * `repaired`: its arguments are what was probably meant; nothing with side effects may rest on them.
 * `broken`: they could not be read, and stand as `{}`; the call must not run.
 */
export interface CallFlaw {
  kind: 'repaired' | 'broken';
  /** For the model: what was wrong, and what it should write. */
  reason: string;
}

/** In a call's `extra`, which the framework carries along and never sends to a server. */
const FLAW_KEY = 'parley.flaw';

/** For the `extra` of a call; nothing where there is no flaw. */
export function writeFlaw(flaw: CallFlaw | undefined): Record<string, unknown> {
  return flaw ? { [FLAW_KEY]: flaw } : {};
}

/** The flaw of a call, such as `RunContext.functionCall`; undefined where the model wrote it well. */
export function readFlaw(call: { extra: Record<string, unknown> }): CallFlaw | undefined {
  return call.extra[FLAW_KEY] as CallFlaw | undefined;
}
