import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { initializeLogger, llm, voice } from '@livekit/agents';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { LanguageModel } from './language-model.ts';
import type { ReplyTimer } from './language-model.ts';

// A scripted server: what is tested is how the client treats connections, and servers that misbehave.
let server: Server | undefined;

beforeAll(() => {
  initializeLogger({ pretty: false, level: 'fatal' });
});

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener): Promise<{ baseUrl: string; apiKey: string; model: string }> {
  server = createServer(listener);
  server.keepAliveTimeout = 0; // No hint to the client how long it may keep a connection.
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { baseUrl: `http://127.0.0.1:${port}/v1`, apiKey: 'key', model: 'scripted' };
}

function writeToken(response: ServerResponse, content: string, finishReason: string | null = null): void {
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
  const choices = [{ index: 0, delta: { role: 'assistant', content }, finish_reason: finishReason }];
  response.write(`data: ${JSON.stringify({ id: '1', object: 'chat.completion.chunk', choices })}\n\n`);
}

function answer(response: ServerResponse, ...tokens: string[]): void {
  for (const token of tokens) writeToken(response, token);
  writeToken(response, '', 'stop');
  response.end('data: [DONE]\n\n');
}

/** Answers word after word until the connection closes, and tells when it does. */
function answerEndlessly(closed: () => void): RequestListener {
  return (request, response) => {
    if (request.method !== 'POST') {
      response.writeHead(404).end();
      return;
    }
    const timer = setInterval(() => writeToken(response, 'word '), 20);
    response.on('close', () => {
      clearInterval(timer);
      closed();
    });
  };
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return JSON.parse(body) as Record<string, unknown>;
}

function ask(question = 'Hello'): llm.ChatContext {
  const context = llm.ChatContext.empty();
  context.addMessage({ role: 'user', content: question });
  return context;
}

function createClosing() {
  let markClosed: () => void = () => undefined;
  const closed = new Promise<'closed'>((resolve) => (markClosed = () => resolve('closed')));
  return { markClosed, closed: Promise.race([closed, sleep(5000, 'still open')]) };
}

test('the request, the first token and every further one are told to the attempt that it works for', async () => {
  const seen: string[] = [];
  const timer: ReplyTimer = { mark: (stage) => seen.push(stage), countToken: () => seen.push('token') };
  const model = new LanguageModel(
    await serve((_, response) => answer(response, 'One ', 'two.')),
    () => timer,
  );
  const reply = await model.chat({ chatCtx: ask() }).collect();
  expect(reply.text).toBe('One two.');
  expect(seen).toEqual(['llmRequest', 'firstToken', 'token', 'firstToken', 'token']);
});

test('closing a stream closes its connection, so that the server stops generating', async () => {
  const { markClosed, closed } = createClosing();
  const stream = new LanguageModel(await serve(answerEndlessly(markClosed))).chat({ chatCtx: ask() });
  await stream.next();
  stream.close();
  expect(await closed).toBe('closed');
});

test('closing a stream before its first token closes its connection too', async () => {
  const { markClosed, closed } = createClosing();
  let markAsked: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (markAsked = resolve));
  const model = new LanguageModel(
    await serve((_, response) => {
      response.on('close', markClosed);
      markAsked();
    }),
  );
  const stream = model.chat({ chatCtx: ask() });
  await asked;
  stream.close();
  expect(await closed).toBe('closed');
});

test('a reply that the framework interrupts is stopped at the server', async () => {
  const { markClosed, closed } = createClosing();
  const session = new voice.AgentSession({
    llm: new LanguageModel(await serve(answerEndlessly(markClosed))),
  });
  await session.start({ agent: new voice.Agent({ instructions: 'Be brief.' }), record: false });
  const reply = session.generateReply({ userInput: 'Hello' });
  await sleep(200);
  reply.interrupt();
  expect(await closed).toBe('closed');
  await session.close();
});

test('one connection serves turn after turn, also when the caller talks longer than fetch would keep it', async () => {
  const model = new LanguageModel(await serve((_, response) => answer(response, 'Yes.')));
  let connections = 0;
  server?.on('connection', () => connections++);
  await model.chat({ chatCtx: ask() }).collect();
  await sleep(6000);
  await model.chat({ chatCtx: ask() }).collect();
  expect(connections).toBe(1);
});

test('a connection that the server has given up costs no turn', async () => {
  const sockets = new Map<unknown, number>();
  const endpoint = await serve((request, response) => {
    const requests = (sockets.get(request.socket) ?? 0) + 1;
    sockets.set(request.socket, requests);
    if (requests > 1) request.socket.destroy();
    else answer(response, 'Yes.');
  });
  const model = new LanguageModel(endpoint);
  const errors: unknown[] = [];
  model.on('error', (error) => errors.push(error));
  for (let turn = 0; turn < 2; turn++)
    expect((await model.chat({ chatCtx: ask() }).collect()).text).toBe('Yes.');
  expect(sockets.size).toBe(2);
  expect(errors).toEqual([]);
});

test('priming sends the beginning of what the first reply will send', async () => {
  const bodies: Record<string, unknown>[] = [];
  const model = new LanguageModel(
    await serve((request, response) => {
      void readBody(request).then((body) => {
        bodies.push(body);
        if (body['stream']) {
          answer(response, 'Yes.');
          return;
        }
        const choices = [{ index: 0, message: { role: 'assistant', content: 'H' }, finish_reason: 'length' }];
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ choices }));
      });
    }),
  );
  await model.primePrefix('Be brief.', 'Hello, this is Parley.');
  const context = llm.ChatContext.empty();
  context.addMessage({ role: 'system', content: 'Be brief.' });
  context.addMessage({ role: 'assistant', content: 'Hello, this is Parley.' });
  context.addMessage({ role: 'user', content: 'When do you open?' });
  await model.chat({ chatCtx: context }).collect();
  const [primed, real] = bodies.map((body) => body['messages'] as { role: string; content: string }[]);
  expect(primed?.slice(0, 2)).toEqual(real?.slice(0, 2));
  expect(primed?.[2]?.role).toBe('user');
  expect(bodies[0]).toMatchObject({ model: 'scripted', max_tokens: 1 });
  expect(bodies[1]).toMatchObject({ stream: true, max_completion_tokens: 1000 }); // Never without a bound.
});
