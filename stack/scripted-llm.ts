import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { chooseAnswer, readRequest } from './script.ts';
import type { Script, ScriptedAnswer, ScriptedPart, ScriptedRequest, ScriptedToolCall } from './script.ts';

/**
 * A language model that answers by a script, behind OpenAI's `POST /v1/chat/completions` and `GET /v1/models`: for
 * tests that need fixed words, tool calls or faults, which no real model can be brought to give.
 */
export class ScriptedLlm {
  /** All requests so far, oldest first. */
  readonly requests: ScriptedRequest[] = [];
  /** May be changed in the middle of a call. */
  script: Script;
  /** What is answered where the script has nothing. */
  otherwise: ScriptedAnswer = 'All right.';
  /** Between two words. */
  wordMs = 5;
  readonly #server: Server;
  #tools = 0;

  private constructor(script: Script) {
    this.script = script;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  /** Listens on 127.0.0.1, on `port` or a free one. */
  static async start(script: Script = [], port = 0): Promise<ScriptedLlm> {
    const model = new ScriptedLlm(script);
    model.#server.listen(port, '127.0.0.1');
    await once(model.#server, 'listening');
    return model;
  }

  /** What to configure: LLM_BASE_URL, LLM_API_KEY and LLM_MODEL. */
  get address(): { baseUrl: string; apiKey: string; model: string } {
    const { port } = this.#server.address() as AddressInfo;
    return { baseUrl: `http://127.0.0.1:${port}/v1`, apiKey: 'scripted', model: 'scripted' };
  }

  /** Those that ask for an answer to be spoken. */
  get replies(): ScriptedRequest[] {
    return this.requests.filter(({ body }) => body.stream);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') {
      const models = { object: 'list', data: [{ id: 'scripted', object: 'model', owned_by: 'test' }] };
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(models));
    }
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const received = readRequest(JSON.parse(text) as ScriptedRequest['body']);
    this.requests.push(received);
    response.on('close', () => (received.aborted = !response.writableFinished));
    const parts = [(await chooseAnswer(this.script, received)) ?? this.otherwise].flat();
    if (received.body.stream) await this.#stream(parts, response);
    else this.#answerWhole(parts, response);
  }

  async #stream(parts: readonly ScriptedPart[], response: ServerResponse): Promise<void> {
    if (refuse(parts[0], response)) return;
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    const send = (data: string) => response.write(`data: ${data}\n\n`);
    const choose = (delta: object, finish: string | null = null) =>
      send(JSON.stringify({ ...head('chunk'), choices: [{ index: 0, delta, finish_reason: finish }] }));
    let finish = 'stop';
    let index = 0;
    for (const part of parts) {
      if (response.destroyed) return;
      if (typeof part === 'string') await this.#say(part, choose);
      else if ('waitMs' in part) await sleep(part.waitMs);
      else if ('data' in part) send(part.data);
      else if ('tool' in part) {
        choose({ tool_calls: [this.#describe(part, part.index ?? index++)] });
        finish = 'tool_calls';
      } else if ('end' in part) {
        if (part.end === 'length') finish = 'length';
        else {
          breakOff(part.end, response);
          return;
        }
      }
    }
    choose({}, finish);
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    send(JSON.stringify({ ...head('chunk'), choices: [], usage }));
    send('[DONE]');
    response.end();
  }

  async #say(text: string, choose: (delta: object) => boolean): Promise<void> {
    for (const word of text.match(/\s*\S+\s*/g) ?? []) {
      choose({ role: 'assistant', content: word });
      await sleep(this.wordMs);
    }
  }

  #answerWhole(parts: readonly ScriptedPart[], response: ServerResponse): void {
    if (refuse(parts[0], response)) return;
    const tools = parts.filter((part) => typeof part === 'object' && 'tool' in part);
    const message = {
      role: 'assistant',
      content: parts.filter((part) => typeof part === 'string').join(''),
      ...(tools.length > 0 && { tool_calls: tools.map((tool, index) => this.#describe(tool, index)) }),
    };
    const choices = [{ index: 0, message, finish_reason: tools.length > 0 ? 'tool_calls' : 'stop' }];
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...head('completion'), choices }));
  }

  #describe({ tool, arguments: given = {}, id }: ScriptedToolCall, index: number) {
    const text = typeof given === 'string' ? given : JSON.stringify(given);
    return {
      index,
      id: id ?? `call_${++this.#tools}`,
      type: 'function',
      function: { name: tool, arguments: text },
    };
  }
}

function refuse(part: ScriptedPart | undefined, response: ServerResponse): boolean {
  if (typeof part !== 'object' || !('status' in part)) return false;
  const body = part.body ?? JSON.stringify({ error: { message: `scripted ${part.status}` } });
  response.writeHead(part.status, { 'content-type': 'application/json' }).end(body);
  return true;
}

/** A server that ends in no proper way; one that stalls leaves the connection open. */
function breakOff(end: 'stall' | 'reset' | 'cut', response: ServerResponse): void {
  if (end === 'cut') response.end();
  else if (end === 'reset') response.socket?.resetAndDestroy();
}

function head(kind: 'chunk' | 'completion') {
  const object = kind === 'chunk' ? 'chat.completion.chunk' : 'chat.completion';
  return { id: 'scripted', object, created: Math.floor(Date.now() / 1000), model: 'scripted' };
}
