import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { initializeLogger, voice } from '@livekit/agents';
import { LanguageModel } from './llm/language-model.ts';
import type { ModelServer } from './model-client.ts';

/** One message of a request, as it came over the wire. */
export interface WireMessage {
  role: string;
  content?: string;
}

/** What a scripted model answers: words, one every 20 ms, or the use of a tool. */
export type ScriptedAnswer = readonly string[] | { tool: string };

/** A language model that answers by a script, since a real one says something else each time. */
export async function serveScript(answer: (messages: WireMessage[]) => ScriptedAnswer) {
  const requests: WireMessage[][] = [];
  const server = createServer((request, response) => {
    void (async () => {
      if (request.method !== 'POST') return response.writeHead(404).end();
      let body = '';
      for await (const chunk of request) body += String(chunk);
      const { messages } = JSON.parse(body) as { messages: WireMessage[] };
      requests.push(messages);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const write = (delta: object, finish_reason: string | null = null) =>
        response.write(
          `data: ${JSON.stringify({ id: '1', choices: [{ index: 0, delta, finish_reason }] })}\n\n`,
        );
      const scripted = answer(messages);
      if ('tool' in scripted) {
        const call = { name: scripted.tool, arguments: '{}' };
        write({
          tool_calls: [{ index: 0, id: `call-${requests.length}`, type: 'function', function: call }],
        });
      } else
        for (const word of scripted) {
          write({ role: 'assistant', content: word });
          await sleep(20);
        }
      write({}, 'tool' in scripted ? 'tool_calls' : 'stop');
      return response.end('data: [DONE]\n\n');
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const address: ModelServer = { baseUrl: `http://127.0.0.1:${port}/v1`, apiKey: 'key', model: 'scripted' };
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { requests, address, close };
}

/** A session that reads and writes only: no room, no ears, no voice. */
export function createTextSession(model: ModelServer): voice.AgentSession {
  initializeLogger({ pretty: false, level: 'fatal' });
  return new voice.AgentSession({
    vad: null,
    llm: new LanguageModel(model),
    turnHandling: { turnDetection: 'manual' },
  });
}
