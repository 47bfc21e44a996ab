import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Embeddings } from './embeddings.ts';
import { Knowledge } from './knowledge.ts';

describe('words', () => {
  test.each([
    ['When do you open?', '', 'Opening hours'],
    ['and on Sundays?', 'When do you open?', 'Opening hours'],
    ['Where can I leave my car?', '', 'Parking'],
    ['may my pet come along', '', 'Dogs and children'],
  ])('%s (after %s)', async (question, before, heading) => {
    const knowledge = await Knowledge.open('knowledge');
    expect((await knowledge.search(question, 5, before)).map((passage) => passage.heading)).toContain(
      heading,
    );
  });

  test.each(['Thank you very much', 'Hello', 'Yes, please', '???'])(
    'nothing is looked up for: %s',
    async (said) => {
      const knowledge = await Knowledge.open('knowledge');
      expect(await knowledge.search(said, 5)).toEqual([]);
    },
  );
});

/** Money, anything else that documents are about, and what none is about, some of it less than the rest. */
function embed(text: string): number[] {
  if (/money|euros/.test(text)) return [1, 0.1, 0.3];
  if (text.includes('\n')) return [0.1, 1, 0.3];
  return /Paul|train/.test(text) ? [0, 0, 1] : [0, 0.1, 1];
}

/** Knows two topics, and answers as late and as badly as it is told. */
describe('meaning, with a server for embeddings', () => {
  const server = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      asked.push(body);
      const { input } = JSON.parse(body) as { input: string[] };
      await sleep(input.length === 1 ? delayMs : 0);
      const data = input.map((text, index) => ({
        index,
        embedding: embed(text),
      }));
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(status === 200 ? JSON.stringify({ data: data.reverse() }) : 'model not found');
    })();
  });
  let asked: string[];
  let delayMs: number;
  let status: number;
  let folder: string;
  let problems: string[];
  let news: string[];

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    [asked, delayMs, status, problems, news] = [[], 0, 200, [], []];
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    folder = await mkdtemp(join(tmpdir(), 'parley-meaning-'));
    await writeFile(
      join(folder, 'a.md'),
      '## Tickets\n\nA ticket is ten euros.\n\n## Dogs\n\nDogs stay outside.',
    );
  });

  afterEach(async () => {
    vi.useRealTimers();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    await rm(folder, { recursive: true });
  });

  const open = () => {
    const { port } = server.address() as AddressInfo;
    const embeddings = new Embeddings({
      baseUrl: `http://127.0.0.1:${port}/v1`,
      apiKey: 'key',
      model: 'small',
    });
    const inform = (line: string) => news.push(line);
    return new Knowledge(folder, { embeddings, inform, report: (problem) => problems.push(problem) });
  };
  const openEmbedded = async () => {
    const knowledge = open();
    await knowledge.refresh();
    await expect.poll(() => knowledge.size.isEmbedded).toBe(true);
    return knowledge;
  };
  const question = 'will it take all my money';

  test('finds what shares no word with the question, and asks once for the same text', async () => {
    const knowledge = await openEmbedded();
    const before = asked.length;
    const find = async () => (await knowledge.search(question, 1)).map(({ heading }) => heading);
    await expect.poll(find).toEqual(['Tickets']); // On a busy machine the first search is not waited for.
    expect(await find()).toEqual(['Tickets']);
    expect(asked.length - before).toBe(1);
    expect(JSON.parse(asked.at(-1) ?? '')).toEqual({ model: 'small', input: [question] });
  });

  test.each(['My name is Paul', 'I am on the train'])('finds nothing for: %s', async (said) => {
    const knowledge = await openEmbedded();
    await knowledge.search(said, 5);
    await expect.poll(() => asked.at(-1)).toContain(said);
    await sleep(100); // Its vector is there now.
    expect(await knowledge.search(said, 5)).toEqual([]);
  });

  test('only what was edited is asked for again', async () => {
    const knowledge = await openEmbedded();
    await writeFile(
      join(folder, 'a.md'),
      '## Tickets\n\nA ticket is ten euros.\n\n## Cats\n\nCats may come in.',
    );
    await knowledge.refresh();
    await expect.poll(() => knowledge.size.isEmbedded).toBe(true);
    expect(JSON.parse(asked.at(-1) ?? '')).toMatchObject({ input: ['a, Cats\nCats may come in.'] });
  });

  test('a search does not wait for a slow server, and finds by words', async () => {
    const knowledge = await openEmbedded();
    delayMs = 1000;
    const startedMs = performance.now();
    expect((await knowledge.search('where do dogs stay', 5)).map(({ heading }) => heading)).toEqual(['Dogs']);
    expect(performance.now() - startedMs).toBeLessThan(500);
  });

  test('a server that refuses is told of once, until it is back, and words decide', async () => {
    status = 404;
    const knowledge = open();
    await knowledge.refresh();
    await expect.poll(() => problems).toHaveLength(1);
    expect(problems[0]).toMatch(
      /gave no vectors \(it answered 404: model not found\); passages are found by words/,
    );
    expect((await knowledge.search('where do dogs stay', 5)).map(({ heading }) => heading)).toEqual(['Dogs']);
    vi.setSystemTime(Date.now() + 40_000);
    const before = asked.length;
    await knowledge.refresh();
    await expect.poll(() => asked.length).toBe(before + 1);
    status = 200;
    const refresh = () => {
      vi.setSystemTime(Date.now() + 40_000);
      return knowledge.refresh();
    };
    await expect.poll(() => refresh().then(() => news)).toEqual([expect.stringMatching(/by meaning/)]);
    expect(problems).toHaveLength(1);
  });
});
