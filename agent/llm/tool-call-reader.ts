import { llm, shortuuid } from '@livekit/agents';
import { writeFlaw } from '../call-flaw.ts';
import { readToolArguments } from './tool-arguments.ts';

/** A piece of a tool call, as servers stream them. */
export interface ToolCallPiece {
  index?: number | null | undefined;
  id?: string | null | undefined;
  function?: { name?: string | null | undefined; arguments?: unknown } | null | undefined;
}

interface PartialCall {
  index: number | undefined;
  id: string | undefined;
  name: string;
  arguments: string;
}

/** Longer ones are refused anyway: no need to hold them. */
const ENOUGH_CHARACTERS = 64_000;

/**
 * Puts tool calls together. Servers differ: an index may be missing or be the same for several calls, ids may be missing
 * or repeated with every piece, and so may names.
 */
export class ToolCallReader {
  readonly #calls: PartialCall[] = [];

  push(piece: ToolCallPiece): void {
    const id = piece.id ?? undefined;
    const name = piece.function?.name ?? '';
    const written = writeArguments(piece.function?.arguments);
    const last = this.#find(piece.index ?? undefined);
    if (!last || this.#beginsAnother(last, id, name)) {
      this.#calls.push({ index: piece.index ?? undefined, id, name, arguments: written });
      return;
    }
    last.id ??= id;
    last.name ||= name;
    if (last.arguments.length < ENOUGH_CHARACTERS) last.arguments += written;
  }

  /** The calls, each with an id and arguments that are JSON; `isWhole` is false where the reply broke off. */
  end(isWhole: boolean): llm.FunctionCall[] {
    return this.#calls
      .filter(({ name }) => name !== '')
      .map(({ id, name, arguments: written }, index, calls) => {
        // What came before the last call was not cut off with it.
        const { json, flaw } = readToolArguments(written, isWhole || index < calls.length - 1);
        return createCall(name, json, writeFlaw(flaw), id);
      });
  }

  /** The latest call with this index; a piece without one goes on with the latest of all. */
  #find(index: number | undefined): PartialCall | undefined {
    return index === undefined ? this.#calls.at(-1) : this.#calls.findLast((call) => call.index === index);
  }

  /** A name comes once a call; a name with another id, or behind whole arguments, is that of the next one. */
  #beginsAnother(last: PartialCall, id: string | undefined, name: string): boolean {
    if (id !== undefined && last.id !== undefined && id !== last.id) return true;
    if (name === '' || last.name === '') return false;
    return id === undefined || last.id === undefined ? isJson(last.arguments) || name !== last.name : false;
  }
}

export function createCall(
  name: string,
  json: string,
  extra: Record<string, unknown>,
  id = '',
): llm.FunctionCall {
  return llm.FunctionCall.create({ callId: id || shortuuid('call_'), name, args: json, extra });
}

/** Some servers send arguments as the object itself. */
function writeArguments(written: unknown): string {
  if (typeof written === 'string') return written;
  return written === undefined || written === null ? '' : JSON.stringify(written);
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
