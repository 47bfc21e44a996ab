import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

/** The real process and the official client. */
let folder: string;
let port: number;
let server: ChildProcess;
let client: OpenAI;

const model = 'offline-answers';
const ask = (content: string) => [{ role: 'user' as const, content }];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-knowledge-'));
  await writeFile(
    join(folder, 'cafe.md'),
    '# The café\n\n## Opening hours\n\nWe open at **eight**. We close at six.\n\n## Parking\n\n- Behind the house\n',
  );
  port = await findFreePort();
  server = startServer({ LLM_PORT: String(port), KNOWLEDGE_DIR: folder });
  const baseUrl = `http://127.0.0.1:${port}`;
  await vi.waitUntil(
    () =>
      fetch(`${baseUrl}/ready`)
        .then((response) => response.ok)
        .catch(() => false),
    { timeout: 15_000 },
  );
  client = new OpenAI({ baseURL: `${baseUrl}/v1`, apiKey: 'any', maxRetries: 0 });
}, 20_000);

afterAll(async () => {
  server.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

async function findFreePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port: free } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return free;
}

function startServer(env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'models/llm/main.ts'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

async function runToEnd(env: Record<string, string>): Promise<{ code: number | null; stderr: string }> {
  const child = startServer(env);
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stderr };
}

const post = (body: string) =>
  fetch(`http://127.0.0.1:${port}/v1/chat/completions`, { method: 'POST', body });

describe('the official client', () => {
  it('lists the one model', async () => {
    const { data } = await client.models.list();
    expect(data.map(({ id }) => id)).toEqual([model]);
  });

  it('gets an answer from the documents, and is told that no language model speaks', async () => {
    const { data, response } = await client.chat.completions
      .create({ model, messages: ask('What are your opening hours?') })
      .withResponse();
    expect(data.choices[0]).toMatchObject({
      finish_reason: 'stop',
      message: {
        role: 'assistant',
        content:
          'No language model is connected, so I can only read from my documents. From The café: We open at eight. We close at six.',
      },
    });
    expect(data.usage).toEqual({ prompt_tokens: 5, completion_tokens: 24, total_tokens: 29 });
    expect(data).toMatchObject({ model, system_fingerprint: 'parley-offline-answers-no-language-model' });
    expect(response.headers.get('x-parley-model')).toBe(model);
  });

  it('streams the same words, with usage last', async () => {
    const messages = ask('Where can I park?');
    const whole = await client.chat.completions.create({ model, messages });
    const stream = await client.chat.completions.create({
      model,
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    const words = chunks.map(({ choices }) => choices[0]?.delta.content ?? '');
    expect(words.join('')).toBe(whole.choices[0]?.message.content);
    expect(words.length).toBeGreaterThan(10);
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop');
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: whole.usage });
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
  });

  it('runs a tool: call, result, spoken result', async () => {
    let calls = 0;
    const runner = client.chat.completions.runTools({
      model,
      messages: ask('What time is it now?'),
      stream: true,
      tools: [
        {
          type: 'function',
          function: {
            name: 'get_current_time',
            description: 'The current time of day.',
            parameters: { type: 'object', properties: {} },
            parse: JSON.parse,
            function: () => {
              calls += 1;
              return { time: '14:05' };
            },
          },
        },
      ],
    });
    const notice = 'No language model is connected, so I can only read from my documents.';
    expect(await runner.finalContent()).toBe(`${notice} The get current time result is: time: 14:05`);
    expect(calls).toBe(1);
  });

  it('raises its own errors for what is refused', async () => {
    const unknownModel = client.chat.completions.create({ model: 'gpt-5', messages: ask('hi') });
    await expect(unknownModel).rejects.toThrow(OpenAI.NotFoundError);
    const noMessages = client.chat.completions.create({ model, messages: [] });
    await expect(noMessages).rejects.toThrow(/400 messages: expected at least one message/);
  });
});

describe('the wire', () => {
  it('ends a stream as OpenAI does', async () => {
    const response = await post(JSON.stringify({ model, messages: ask('Parking?'), stream: true }));
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const events = (await response.text()).split('\n\n');
    expect(events.slice(-2)).toEqual(['data: [DONE]', '']);
    expect(events.slice(0, -2).every((event) => event.startsWith('data: {"id":"chatcmpl-'))).toBe(true);
  });

  it.each([
    ['no JSON', '{"model":', 400, /body is not JSON/],
    ['no object', '[]', 400, /^body: /],
    ['a role that is none', { messages: [{ role: 'robot', content: 'x' }] }, 400, /messages\.0\.role/],
    [
      'an image',
      { messages: [{ role: 'user', content: [{ type: 'image_url' }] }] },
      400,
      /messages\.0\.content/,
    ],
    ['two answers', { n: 2 }, 400, /^n: expected 1/],
    ['JSON output', { response_format: { type: 'json_object' } }, 400, /expected text/],
    [
      'a tool name with spaces',
      { tools: [{ type: 'function', function: { name: 'a b' } }] },
      400,
      /tools\.0/,
    ],
    [
      'an unknown named tool',
      { tool_choice: { type: 'function', function: { name: 'x' } } },
      400,
      /not among tools/,
    ],
    ['a tool call that needs understanding', { tool_choice: 'required' }, 400, /takes a language model/],
    ['more than 1 MB', { messages: ask('x'.repeat(1024 * 1024)) }, 413, /too large/],
  ])('refuses %s', async (_, change, status, message) => {
    const body =
      typeof change === 'string' ? change : JSON.stringify({ model, messages: ask('hi'), ...change });
    const response = await post(body);
    const { error } = (await response.json()) as { error: { message: string; type: string } };
    expect([response.status, error.type]).toEqual([status, 'invalid_request_error']);
    expect(error.message).toMatch(message);
    expect((await post(JSON.stringify({ model, messages: ask('hi') }))).status).toBe(200);
  });

  it('takes a huge history and control characters', async () => {
    const history = Array.from({ length: 5000 }, (_, i) => ({
      role: i % 2 ? 'assistant' : 'user',
      content: `turn ${i}`,
    }));
    const messages = [...history, { role: 'user', content: '\u0000\u001b[31mpark\u0007ing\ud800 parking' }];
    const response = await post(JSON.stringify({ model, messages }));
    expect(await response.json()).toMatchObject({
      choices: [{ message: { content: 'From The café: Behind the house.' } }],
    });
  });

  it('answers other addresses and methods with an error', async () => {
    const base = `http://127.0.0.1:${port}`;
    expect((await fetch(`${base}/v1/embeddings`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${base}/v1/chat/completions`)).status).toBe(405);
    expect(await (await fetch(`${base}/health`)).json()).toEqual({ status: 'ok' });
  });
});

describe('the process', () => {
  it('says every wrong setting, a missing folder and a taken port', async () => {
    const wrongPort = await runToEnd({ LLM_PORT: 'x' });
    expect(wrongPort).toEqual({
      code: 1,
      stderr: expect.stringContaining('LLM_PORT must be a whole number') as string,
    });
    const noFolder = await runToEnd({ KNOWLEDGE_DIR: join(folder, 'none'), LLM_PORT: '1' });
    expect(noFolder).toEqual({ code: 1, stderr: expect.stringMatching(/none.*KNOWLEDGE_DIR/s) as string });
    const taken = await runToEnd({ KNOWLEDGE_DIR: folder, LLM_PORT: String(port) });
    expect(taken).toEqual({ code: 1, stderr: expect.stringContaining('LLM_PORT') as string });
  });
});
