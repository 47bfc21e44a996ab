import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ScriptedLlm } from '../scripted-llm.ts';
import type { ScriptedAnswer, ScriptedMessage, ScriptedPart, ScriptedRequest } from '../script.ts';
import type { Scenario } from './scenario-file.ts';
import type { ScriptRule } from './scenario.ts';
import { findWording } from './wording.ts';

/** Changes what a script answers: how tests break a language model on purpose. */
export type Distortion = (answer: ScriptedPart[]) => ScriptedPart[];

const MARK = /\[scenario ([\w-]+)\]/;

/** Headers of a request or response that belong to one connection. */
const OWN_HEADERS = new Set([
  'host',
  'connection',
  'content-length',
  'content-encoding',
  'transfer-encoding',
]);

/** What tells this server, in an assistant's instructions, whose script answers. */
export function markInstructions(instructions: string, scenario: string): string {
  return `${instructions}\n[scenario ${scenario}]`;
}

/**
 * The language model of a stack in which scenarios run: it answers by the script of the scenario that a request belongs
 * to, passes everything else on to the model that is there, and sees which tools are called with what.
 */
export class ScenarioLlm {
  /** Arguments of tool calls, by their ids. */
  readonly toolArguments = new Map<string, string>();
  /** Set in tests only. */
  distort: Distortion = (answer) => answer;
  /** What the caller of a scenario said that its script does not know, by scenario and turn. */
  readonly #unknown = new Map<string, Map<number, string>>();
  readonly #scenarios: readonly Scenario[];
  readonly #elsewhere: string;
  readonly #server: Server;
  readonly #scripted: ScriptedLlm;
  #calls = 0;

  private constructor(scenarios: readonly Scenario[], elsewhere: string, scripted: ScriptedLlm) {
    this.#scenarios = scenarios;
    this.#elsewhere = elsewhere;
    this.#scripted = scripted;
    scripted.script = (request) => this.#answer(request);
    this.#server = createServer((request, response) => {
      this.#route(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  /** @param elsewhere - base URL of the model that answers where no script does. */
  static async start(scenarios: readonly Scenario[], elsewhere: string): Promise<ScenarioLlm> {
    const llm = new ScenarioLlm(scenarios, elsewhere, await ScriptedLlm.start());
    llm.#server.listen(0, '127.0.0.1');
    await once(llm.#server, 'listening');
    return llm;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  /** What the caller has said, in the call that runs, that the scenario's script does not know. */
  listUnknown(scenario: string): string[] {
    return [...new Set(this.#unknown.get(scenario)?.values())];
  }

  /** Another call begins. */
  forgetUnknown(scenario: string): void {
    this.#unknown.delete(scenario);
  }

  async stop(): Promise<void> {
    await this.#scripted.stop();
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const messages = readMessages(body);
    this.#noteTools(messages);
    const isScripted = this.#findScript(messages) ?? this.#findNotes(messages);
    const target = isScripted ? this.#scripted.address.baseUrl : this.#elsewhere;
    const leaving = new AbortController();
    response.on('close', () => leaving.abort());
    const answer = await fetch(target + (request.url ?? '').replace(/^\/v1/, ''), {
      method: request.method ?? 'GET',
      headers: pickHeaders(
        Object.entries(request.headersDistinct).map(([key, [value = ''] = []]) => [key, value]),
      ),
      ...(body.length > 0 && { body }),
      signal: leaving.signal,
    });
    response.writeHead(answer.status, pickHeaders([...answer.headers]));
    if (answer.body)
      await pipeline(Readable.fromWeb(answer.body), response).catch(() => undefined); // It hung up.
    else response.end();
  }

  #noteTools(messages: readonly ScriptedMessage[]): void {
    for (const { tool_calls } of messages)
      for (const { id, function: tool } of tool_calls ?? []) this.toolArguments.set(id, tool.arguments);
  }

  #findScript(messages: readonly ScriptedMessage[]): Scenario | undefined {
    const told = messages.filter(({ role }) => role === 'system' || role === 'developer');
    const name = MARK.exec(JSON.stringify(told))?.[1];
    return this.#scenarios.find((scenario) => scenario.script && scenario.name === name);
  }

  /** Requests for notes have instructions of their own, and so no mark: what was said tells whose they are. */
  #findNotes(messages: readonly ScriptedMessage[]): Scenario['notes'] {
    const said = JSON.stringify(messages);
    if (!said.includes('You keep the notes')) return undefined;
    return this.#scenarios.find(({ notes }) => notes && findWording(notes.when, said))?.notes;
  }

  #answer(request: ScriptedRequest): ScriptedAnswer | undefined {
    const { messages, stream } = request.body;
    const notes = this.#findNotes(messages);
    if (notes) return describeNotes(notes);
    const { name = '', script = [] } = this.#findScript(messages) ?? {};
    const last = messages.findLast(({ role }) => role === 'user');
    const known = JSON.stringify(messages.filter((message) => message !== last));
    const rule = script.find(
      ({ when, knows }) =>
        (!when || findWording(when, request.user)) && (!knows || findWording(knows, known)),
    );
    if (stream) this.#noteUnknown(name, request, rule === undefined);
    const part = rule?.answer[Math.min(request.step, rule.answer.length - 1)];
    return part && this.distort(this.#describe(part, request.results.at(-1) ?? ''));
  }

  /** The last request of a turn counts: those before it were prepared while the caller had not finished. */
  #noteUnknown(scenario: string, { turn, user }: ScriptedRequest, isUnknown: boolean): void {
    const turns = this.#unknown.get(scenario) ?? new Map<number, string>();
    this.#unknown.set(scenario, turns);
    if (isUnknown) turns.set(turn, user);
    else turns.delete(turn);
  }

  #describe(part: ScriptRule['answer'][number], result: string): ScriptedPart[] {
    const parts: ScriptedPart[] = [];
    if ('after' in part && part.after) parts.push({ waitMs: part.after });
    if (part.say) parts.push(part.say.replaceAll('{result}', result));
    if ('tool' in part && part.tool) {
      const id = `scenario_${++this.#calls}`;
      this.toolArguments.set(id, JSON.stringify(part.with));
      parts.push({ id, tool: part.tool, arguments: part.with });
    }
    return parts;
  }
}

function describeNotes({ summary, facts }: NonNullable<Scenario['notes']>): string {
  const list = Object.entries(facts).map(([key, value]) => ({ key, value }));
  return JSON.stringify({ summary, facts: list });
}

function readMessages(body: Buffer): readonly ScriptedMessage[] {
  try {
    const { messages } = JSON.parse(body.toString()) as { messages?: ScriptedMessage[] };
    return messages ?? [];
  } catch {
    return []; // Whoever it is passed on to says what is wrong with it.
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function pickHeaders(headers: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries(headers.filter(([name]) => !OWN_HEADERS.has(name)));
}
