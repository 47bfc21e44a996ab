import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { streamSSE } from 'hono/streaming';

import { answer } from './answer.ts';
import { ApiError, answerError } from './api-error.ts';
import { createChunks, createCompletion } from './chat-completion.ts';
import { MODEL_ID, parseChatRequest } from './chat-request.ts';
import type { Knowledge } from '../../documents/knowledge.ts';

const MAX_BODY_BYTES = 1024 * 1024;

/** The server without a socket: OpenAI's chat completions, answered from documents. `/ready` says how many there are. */
export function createApp(knowledge: Knowledge): Hono {
  const app = new Hono();
  const startedAtS = Math.floor(Date.now() / 1000);
  app.onError(answerError);
  app.notFound((context) => answerError(new ApiError(404, 'There is nothing at this address.'), context));
  app.use(async (context, next) => {
    context.header('x-parley-model', MODEL_ID);
    await next();
  });

  app.post('/v1/chat/completions', limitBody(), async (context) => {
    const request = parseChatRequest(parseJson(await context.req.text()));
    const reply = await answer(request, knowledge);
    if (!request.stream) return context.json(createCompletion(request, reply));
    return streamSSE(context, async (stream) => {
      for (const chunk of createChunks(request, reply))
        await stream.writeSSE({ data: JSON.stringify(chunk) });
      await stream.writeSSE({ data: '[DONE]' });
    });
  });
  app.all('/v1/chat/completions', (context) => {
    context.header('Allow', 'POST');
    throw new ApiError(405, `${context.req.method} is not possible here: send a POST.`);
  });

  app.get('/v1/models', (context) =>
    context.json({
      object: 'list',
      data: [{ id: MODEL_ID, object: 'model', created: startedAtS, owned_by: 'parley' }],
    }),
  );
  app.get('/health', (context) => context.json({ status: 'ok' }));
  app.get('/ready', (context) => context.json({ status: 'ready', documents: knowledge.titles.length }));
  return app;
}

function limitBody() {
  return bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: () => {
      throw new ApiError(413, `The request body is too large: at most ${MAX_BODY_BYTES} bytes.`);
    },
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ApiError(400, `The body is not JSON: ${(error as Error).message}`);
  }
}
