import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { estimateTokens } from '../../agent/assistant/context/token-count.ts';

/** How fast a server is; all times are divided by `hurry`. */
export interface Pace {
  readTokensPerS: number;
  writeTokensPerS: number;
  hurry: number;
}

interface Request {
  messages: { content?: string | null }[];
  stream?: boolean;
}

/** A server that notices a closed connection between two batches of so many tokens. */
const BATCH_TOKENS = 64;

/**
 * A language model server that computes nothing: it does one request at a time, sleeps for every token that it reads or
 * writes, and need not read what its last prompt began with. So is a llama.cpp with one slot, the worst case for work in
 * the background.
 *
 * @param answer - what it writes, by the text of the last message.
 */
export async function serveOneSlot(pace: Pace, answer: (question: string) => string) {
  const cached: string[] = [];
  let last = Promise.resolve();
  const spend = (tokens: number, perS: number) => sleep((tokens * 1000) / perS / pace.hurry);

  /** What of a prompt is not known from the one before, in tokens. */
  const readPrompt = (messages: string[]) => {
    const differs = messages.findIndex((message, index) => message !== cached[index]);
    const fresh = differs < 0 ? messages.slice(-1) : messages.slice(differs);
    cached.splice(0, cached.length, ...messages);
    return fresh.reduce((sum, text) => sum + estimateTokens(text), 0);
  };

  const respond = async ({ messages, stream }: Request, response: ServerResponse) => {
    const isGone = () => response.destroyed;
    if (isGone()) return;
    const texts = messages.map(({ content }) => content ?? '');
    for (let left = readPrompt(texts); left > 0 && !isGone(); left -= BATCH_TOKENS)
      await spend(Math.min(left, BATCH_TOKENS), pace.readTokensPerS);
    const text = answer(texts.at(-1) ?? '');
    if (stream) response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const word of text.match(/\S+\s*/g) ?? []) {
      if (isGone()) return;
      await spend(estimateTokens(word), pace.writeTokensPerS);
      const choices = [{ index: 0, delta: { role: 'assistant', content: word }, finish_reason: null }];
      if (stream) response.write(`data: ${JSON.stringify({ id: '1', choices })}\n\n`);
    }
    if (stream) {
      const choices = [{ index: 0, delta: {}, finish_reason: 'stop' }];
      response.end(`data: ${JSON.stringify({ id: '1', choices })}\n\ndata: [DONE]\n\n`);
      return;
    }
    const choices = [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }];
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: '1', choices }));
  };

  const server = createServer((request, response) => {
    void (async () => {
      if (request.url !== '/v1/chat/completions') return response.writeHead(404).end();
      const body = JSON.parse(await readBody(request)) as Request;
      last = last.then(() => respond(body, response)).catch(() => undefined);
      return last;
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: { baseUrl: `http://127.0.0.1:${port}/v1`, apiKey: 'none', model: 'one-slot' },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
