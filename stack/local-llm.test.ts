import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { prepareLocalLlm, readOffer } from './local-llm.ts';
import type { LocalLlmOptions } from './local-llm.ts';

const root = mkdtempSync(join(tmpdir(), 'parley-llm-'));
const hub = createServer((request, response) =>
  response.writeHead(request.url === '/model.gguf' ? 200 : 404).end(),
);
hub.listen(0, '127.0.0.1');
const gone = 'http://127.0.0.1:1';

let lines: string[];
let installed: boolean[];
let asked: string[];

beforeEach(() => {
  [lines, installed, asked] = [[], [], []];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  rmSync(join(root, 'cache'), { recursive: true, force: true });
});

afterAll(() => {
  hub.close();
  rmSync(root, { recursive: true, force: true });
});

/** Like models/assets.json, with a hub that is here, or is not. */
function offer(host = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`): void {
  const model = {
    part: 'llama',
    name: 'Small 1B, Q4',
    licence: 'Apache-2.0',
    folder: 'small-1b',
    sources: [{ type: 'url', url: `${host}/{name}` }],
    files: [{ name: 'model.gguf', size: 1_117_320_736, sha256: 'x' }],
  };
  mkdirSync(join(root, 'models'), { recursive: true });
  writeFileSync(join(root, 'models', 'assets.json'), JSON.stringify({ models: [model] }));
}

function prepare(options: Partial<LocalLlmOptions> & { answer?: boolean }) {
  const { answer, ...given } = options;
  return prepareLocalLlm({
    root,
    cacheDir: join(root, 'cache'),
    consent: 'ask',
    install: ({ withModel }) => Promise.resolve(void installed.push(withModel)),
    ask:
      answer === undefined
        ? undefined
        : (question) => {
            asked.push(question);
            return Promise.resolve(answer);
          },
    ...given,
  });
}

describe('the pinned model', () => {
  test('is fetched if the user says so, who is told what and how much', async () => {
    offer();
    expect(await prepare({ answer: true })).toMatchObject({
      alias: 'small-1b',
      label: 'Small 1B',
      file: join(root, 'cache', 'models', 'small-1b', 'model.gguf'),
    });
    expect(asked[0]).toMatch(/Fetch Small 1B \(Apache-2.0, 1.1 GB\) from 127.0.0.1:\d+ and run it here\?/);
    expect(installed).toEqual([true]);
  });

  test.each<[string, Partial<LocalLlmOptions> & { answer?: boolean }]>([
    ['not if they decline', { answer: false }],
    ['not without a terminal', {}],
    ['not with LLM_LOCAL=no, which does not ask', { consent: 'no', answer: true }],
    ['not with --no-download, which does not ask either', { consent: 'if here', answer: true }],
  ])('%s', async (_, options) => {
    offer();
    expect(await prepare(options)).toBeUndefined();
    expect(installed).toEqual([]);
  });

  test('nobody is asked with --yes', async () => {
    offer();
    expect(await prepare({ consent: 'yes', answer: false })).toBeDefined();
    expect(asked).toEqual([]);
  });

  test('nor is anybody asked for what can not be fetched', async () => {
    offer(gone);
    expect(await prepare({ answer: true })).toBeUndefined();
    expect(asked).toEqual([]);
    expect(lines.join()).toMatch(/can't be fetched: 127.0.0.1:1 is not in reach/);
  });

  test('runs without a question once it is here, hub or no hub', async () => {
    offer(gone);
    const { file } = readOffer(root, join(root, 'cache'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, 'GGUF');
    expect(await prepare({})).toMatchObject({ file });
    expect(installed).toEqual([true]); // Which checks its hash.
    expect(await prepare({ consent: 'if here' })).toMatchObject({ file });
    expect(installed).toEqual([true, false]); // Which fetches nothing.
    expect(await prepare({ consent: 'no' })).toBeUndefined();
  });

  test('that can not be installed is told, and is no obstacle', async () => {
    offer();
    const install = () => Promise.reject(new Error('disk full'));
    expect(await prepare({ consent: 'yes', install })).toBeUndefined();
    expect(lines.join()).toMatch(/no language model: disk full/);
  });
});

test('a file of the user is run as it is, with nothing fetched', async () => {
  const file = join(root, 'Mine.gguf');
  writeFileSync(file, 'GGUF');
  expect(await prepare({ ownFile: file, consent: 'no' })).toEqual({ file, alias: 'Mine', label: 'Mine' });
  expect(installed).toEqual([false]);
  await expect(prepare({ ownFile: '/nowhere.gguf' })).rejects.toThrow(
    /LLM_GGUF=\/nowhere.gguf does not exist/,
  );
});

test('models/assets.json has one, with an open licence', () => {
  expect(readOffer(join(import.meta.dirname, '..'), '/cache')).toMatchObject({
    alias: 'qwen2.5-1.5b-instruct',
    licence: 'Apache-2.0',
    label: 'Qwen2.5 1.5B Instruct',
  });
});
