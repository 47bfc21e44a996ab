import type { llm } from '@livekit/agents';
import { jsonrepair } from 'jsonrepair';
import { z } from 'zod';
import { writeFlaw } from '../call-flaw.ts';
import type { CallFlaw } from '../call-flaw.ts';
import { TagScanner } from './tag-scanner.ts';
import { readToolArguments } from './tool-arguments.ts';
import { createCall, isJson } from './tool-call-reader.ts';

/** How models write tool calls that their server does not recognise; what has no end goes on to that of the reply. */
const forms: Readonly<Record<string, string | undefined>> = {
  '<tool_call>': '</tool_call>',
  '<|tool_call|>': '<|/tool_call|>',
  '<function=': '</function>',
  '[tool_calls]': undefined,
  '<|python_tag|>': undefined,
  '```': '```',
  '{': undefined,
};
const tags = Object.keys(forms).filter((tag) => tag !== '{' && tag !== '```');
/** A brace behind words is held back only where it looks like JSON: the words after it may be speech. */
const jsonBehindWords = ['{"', '{ "', '{\n  "', '{\n    "'];

/** Where a call may begin behind words: on a new line, or when a sentence is over. */
const ENDS_WORDS = /(?:^|\n)[ \t]*$|[.!?…:。！？｡।؟]["'”’»)\]*_\s]*$/u;

const toolName = z.string().regex(/^[\w.-]{1,64}$/);

/** What models call the parts of a call. */
const writtenCall = z.union([
  z.object({ name: toolName, arguments: z.unknown() }),
  z.object({ name: toolName, parameters: z.unknown() }),
  z.object({ function: z.object({ name: toolName, arguments: z.unknown() }) }),
  z.object({ name: toolName }),
]);

/** Not the model's own form: it may as well be an example, or something that it quotes. */
const GUESSED: CallFlaw = {
  kind: 'repaired',
  reason: 'The call stood in the text of the reply. Send it as a tool call.',
};

/** Of a call as models write them; a reply with more has lost its way. */
const MOST_BRACES = 50;

const UNREADABLE: CallFlaw = {
  kind: 'broken',
  reason: 'The call could not be read. Send it as a tool call, with arguments that are a JSON object',
};

/** Of a call that names none of the tools: whoever runs tools answers which there are. */
const NO_TOOL = 'unknown';

/**
 * Takes tool calls out of the text of a reply, in which they were never meant to be said. What is marked as a call is
 * one, so that the model is told what was wrong with it; JSON without a mark is, where it names a tool that was offered.
 * Where none were, text stays as it is.
 */
export class WrittenCalls {
  readonly #scanner = new TagScanner();
  readonly #names: ReadonlySet<string>;
  /** Calls so far. */
  readonly calls: llm.FunctionCall[] = [];
  #form: string | undefined;
  #body = '';
  #hasText = false;
  /** The end of the text so far. */
  #tail = '';

  constructor(toolNames: Iterable<string>) {
    this.#names = new Set(toolNames);
  }

  /** @returns the text so far that is no call, and can't become one. */
  push(text: string): string {
    if (this.#names.size === 0) return text;
    this.#scanner.push(text);
    return this.#read(false);
  }

  /** @returns what was held back and is no call; `isWhole` is false where the reply broke off. */
  end(isWhole: boolean): string {
    if (this.#names.size === 0) return '';
    let said = this.#read(true);
    while (this.#form !== undefined) said += this.#say(this.#finish(isWhole, false)) + this.#read(true);
    return said;
  }

  #read(ended: boolean): string {
    let said = '';
    for (;;) {
      if (this.#form !== undefined) {
        const close = forms[this.#form];
        const { text, tag } = this.#scanner.next(close ? [close] : [], ended);
        this.#body += text;
        if (!tag) return said;
        said += this.#say(this.#finish(true, true));
      } else {
        const guesses = this.#hasText ? jsonBehindWords : ['{'];
        const { text, tag } = this.#scanner.next([...tags, '```', ...guesses], ended);
        said += this.#say(text);
        if (!tag) return said;
        if (tag === '{' && this.#hasText) this.#scanner.putBack(tag);
        else if (tags.includes(tag) || ENDS_WORDS.test(this.#tail)) this.#form = tag;
        else said += this.#say(tag);
      }
    }
  }

  #say(text: string): string {
    if (text.trim()) this.#hasText = true;
    this.#tail = (this.#tail + text).slice(-20);
    return text;
  }

  /** Reads what stood in a form: calls, or text after all. Tags are never text. */
  #finish(isWhole: boolean, isClosed: boolean): string {
    const form = this.#form ?? '';
    const [body, rest] = form.startsWith('{') ? splitBehindJson(form, this.#body) : [this.#body, ''];
    this.#form = undefined;
    this.#body = '';
    this.#scanner.putBack(rest);
    const isGuessed = !tags.includes(form);
    const calls = readCalls(form, body).filter(({ name }) => !isGuessed || this.#names.has(name));
    for (const call of calls) {
      const { json, flaw } = readToolArguments(call.written, isWhole && !call.isMended);
      this.calls.push(createCall(call.name, json, writeFlaw(flaw ?? (isGuessed ? GUESSED : undefined))));
    }
    if (calls.length > 0) return '';
    if (isGuessed) return `${form}${body}${isClosed ? (forms[form] ?? '') : ''}`;
    this.calls.push(createCall(this.#findName(body), '{}', writeFlaw(UNREADABLE)));
    return '';
  }

  /** The tool that an unreadable call is probably about. */
  #findName(body: string): string {
    const named = [...this.#names].filter((name) => body.includes(name));
    return named.sort((a, b) => b.length - a.length)[0] ?? NO_TOOL;
  }
}

/** What has no mark at its end, and what comes behind it. */
function splitBehindJson(form: string, body: string): [json: string, rest: string] {
  const ends = [...body.matchAll(/\}/g)].slice(0, MOST_BRACES).map(({ index }) => index + 1);
  const end = ends.find((at) => isJson(form + body.slice(0, at))) ?? body.length;
  return [body.slice(0, end), body.slice(end)];
}

function readCalls(form: string, body: string): { name: string; written: string; isMended: boolean }[] {
  if (form === '<function=') {
    const [, name = '', written = ''] = /^\s*"?([\w.-]+)"?\s*>([\s\S]*)$/.exec(body) ?? [];
    return name ? [{ name, written, isMended: false }] : [];
  }
  const text =
    (form.startsWith('{') ? form : '') + body.replace(/^(?:json|tool_call|tool_code)?\s*/, '').trim();
  const { value, isMended } = parse(text);
  return [value].flat().flatMap((item) => {
    const read = writtenCall.safeParse(item);
    if (!read.success) return [];
    const call = 'function' in read.data ? read.data.function : read.data;
    const given = 'arguments' in call ? call.arguments : 'parameters' in call ? call.parameters : {};
    return [
      { name: call.name, written: typeof given === 'string' ? given : JSON.stringify(given), isMended },
    ];
  });
}

function parse(text: string): { value: unknown; isMended: boolean } {
  try {
    return { value: JSON.parse(text) as unknown, isMended: false };
  } catch {
    try {
      return { value: JSON.parse(jsonrepair(text)) as unknown, isMended: true };
    } catch {
      return { value: undefined, isMended: true };
    }
  }
}
