import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { answer, NOTICE } from './answer.ts';
import { parseChatRequest, type Tool } from './chat-request.ts';
import { handPassages } from '../../documents/handed-passages.ts';
import { Knowledge } from '../../documents/knowledge.ts';

/** The documents of the repository: a caller's first conversation. */
const knowledge = await Knowledge.open('knowledge');

async function reply(said: string, extra: object = {}, documents = knowledge) {
  const earlier = [
    { role: 'user', content: 'Hello' },
    { role: 'assistant', content: 'Hello.' },
  ];
  const messages = [...earlier, { role: 'user', content: said }];
  return answer(parseChatRequest({ model: 'offline-answers', messages, ...extra }), documents);
}

describe('documents', () => {
  it.each([
    [
      'What are your opening hours?',
      /^From Example café: We are open from eight .* On Mondays we are closed\.$/,
    ],
    ['when do you open', /^From Example café: We are open/],
    ['I was wondering where I can park my car', /ten parking spaces/],
    ['Can I bring my dog?', /Dogs are welcome/],
    ['Can I book a table for tonight?', /reserve a table/],
    [
      'How do I connect a language model?',
      /^From Connecting a language model: Start a language model server/,
    ],
    ['How can I change your voice?', /^From Voice and assistant: To change the voice/],
    ['What is Parley?', /^From About Parley: Parley is a voice agent/],
    ['Is my voice sent to the cloud?', /^From Privacy: .*nothing is sent to a cloud/],
    ['Do you need a graphics card?', /^From Hardware and latency: /],
    ['How do I add my own documents?', /^From Your own documents: Put your own/],
  ])('%s', async (question, expected) => {
    expect(await reply(question)).toEqual({ text: expect.stringMatching(expected) as string });
  });

  it('is asked what the caller said, and not what documents say beside it', async () => {
    const passages = await knowledge.search('parking', 5);
    expect(await reply(`${handPassages(passages)}\nCan I bring my dog?`)).toEqual({
      text: expect.stringMatching(/Dogs are welcome/) as string,
    });
  });

  it.each(['What is the weather in Paris?', 'Tell me a joke', 'Who won the match yesterday?'])(
    'does not make up an answer: %s',
    async (question) => {
      expect(await reply(question)).toEqual({
        text: expect.stringMatching(/^I found nothing about that/) as string,
      });
    },
  );

  it('gives only sentences that can be listened to, beginning with the fitting one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-knowledge-'));
    const filler = Array.from({ length: 30 }, (_, i) => `Sentence number ${i} is about tea.`).join(' ');
    await writeFile(
      join(folder, 'long.md'),
      `# Long\n\n${filler} The *secret* is [ginger](http://x). ${filler}`,
    );
    const long = await Knowledge.open(folder);
    expect(await reply('What is the secret?', {}, long)).toEqual({
      text: 'From Long: The secret is ginger. Sentence number 0 is about tea. Sentence number 1 is about tea.',
    });
    await writeFile(join(folder, 'long.md'), 'The secret is mint.\n\n```sh\nsecret command\n```\n');
    await writeFile(join(folder, 'other.txt'), 'The second file is here.');
    expect(await reply('What is the secret?', {}, long)).toEqual({ text: 'From long: The secret is mint.' });
    await rm(folder, { recursive: true });
    expect(await reply('second file', {}, long)).toEqual({ text: 'From other: The second file is here.' });
  });
});

describe('honesty', () => {
  it('says once in a conversation that no language model is connected, also after a greeting', async () => {
    const greeting = { role: 'assistant', content: 'Hello, how can I help?' };
    const question = { role: 'user', content: 'parking' };
    const ask = (...messages: object[]) =>
      answer(parseChatRequest({ model: 'offline-answers', messages: [greeting, ...messages] }), knowledge);
    const first = (await ask(question)) as { text: string };
    expect(first.text.startsWith(`${NOTICE} From `)).toBe(true);
    const second = (await ask(question, { role: 'assistant', content: first.text }, question)) as {
      text: string;
    };
    expect(second.text).not.toContain(NOTICE);
  });

  it.each([
    ['Hello!', /^Hello\. My documents are: .*Example café/],
    ['What can you do?', /document search, not an AI/],
    ['Are you an AI?', /document search, not an AI/],
    ['Okay, thank you very much.', /^You are welcome\.$/],
    ['Bye bye!', /^Goodbye\.$/],
    ['  …  ', /^I didn't catch any words\.$/],
  ])('%s', async (said, expected) => {
    expect(await reply(said)).toEqual({ text: expect.stringMatching(expected) as string });
  });
});

describe('tools', () => {
  const clock: Tool = { name: 'getCurrentTime', description: 'Tells what time it is now' };
  const weather: Tool = {
    name: 'get_weather',
    description: 'The weather in a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  };
  const lookUp: Tool = {
    name: 'search_orders',
    description: 'Searches the orders of this customer',
    parameters: { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] },
  };
  const tools = [clock, weather, lookUp].map((tool) => ({ type: 'function', function: tool }));

  it('calls the one that matches', async () => {
    expect(await reply('What time is it?', { tools })).toEqual({
      toolCall: { name: 'getCurrentTime', arguments: '{}' },
    });
    expect(await reply('Search my orders', { tools })).toEqual({
      toolCall: { name: 'search_orders', arguments: '{"query":"Search my orders"}' },
    });
  });

  it('calls none if a document fits better, an argument would have to be understood, or none may be called', async () => {
    expect(await reply('What are your opening hours?', { tools })).toEqual({
      text: expect.stringMatching(/^From Example/) as string,
    });
    expect(await reply('How is the weather?', { tools })).toEqual({
      text: expect.stringMatching(/^I found nothing/) as string,
    });
    expect(await reply('What time is it?', { tools, tool_choice: 'none' })).toHaveProperty('text');
  });

  it('obeys tool_choice, and refuses what it cannot fill', async () => {
    const name = (tool: Tool) => ({ type: 'function', function: { name: tool.name } });
    const said = 'Anything';
    expect(await reply(said, { tools, tool_choice: 'required' })).toHaveProperty(
      'toolCall.name',
      'getCurrentTime',
    );
    expect(await reply(said, { tools, tool_choice: name(lookUp) })).toHaveProperty(
      'toolCall.name',
      'search_orders',
    );
    await expect(reply(said, { tools, tool_choice: name(weather) })).rejects.toThrow(
      /'get_weather' cannot be called/,
    );
  });

  it('says results plainly', async () => {
    const results = ['{"temperature_c": 21, "sky": ["clear", "dry"]}', '**Nice** day. '.repeat(50), ''];
    const calls = results.map((_, index) => ({ id: `call_${index}`, function: { name: 'get_weather' } }));
    const messages = [
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Hello.' },
      { role: 'user', content: 'And the weather?' },
      { role: 'assistant', content: null, tool_calls: calls },
      ...results.map((content, index) => ({ role: 'tool', tool_call_id: `call_${index}`, content })),
    ];
    expect(await answer(parseChatRequest({ model: 'offline-answers', messages }), knowledge)).toEqual({
      text:
        'The get weather result is: temperature c: 21, sky: clear, dry ' +
        'The get weather result is: Nice day. Nice day. Nice day. The get weather result is empty.',
    });
  });
});
