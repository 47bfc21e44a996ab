import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadCorpus } from './manifest.ts';
import { sayWithPauses, writeCorpusFolder } from './testing.ts';

const paused = () => sayWithPauses('paused-000.wav', ['I would like', 'a table for four.'], 500);

it('reads recordings with their labels', async () => {
  const folder = await writeCorpusFolder([paused()]);
  const [item] = await loadCorpus(folder);
  expect(item).toMatchObject({
    file: 'paused-000.wav',
    kind: 'paused',
    text: 'I would like a table for four.',
    rateHz: 24_000,
    half: 'test',
    pauses: [{ durationMs: 500, afterWords: 3 }],
  });
  expect(item?.samples).toEqual(paused().samples);
  await rm(folder, { recursive: true });
});

it.each<[string, Parameters<typeof writeCorpusFolder>[1], RegExp]>([
  ['an unknown kind', (item) => (item['kind'] = 'monologue'), /paused-000\.wav: kind: .*"complete"/],
  ['a missing label', (item) => delete item['speech_end_ms'], /paused-000\.wav: speech_end_ms: /],
  ['a file elsewhere', (item) => (item['file'] = '../a.wav'), /\.\.\/a\.wav: file: expected the name/],
  ['a file that is not there', (item) => (item['file'] = 'b.wav'), /b\.wav is in the manifest but/],
  [
    'another rate',
    (_, manifest) => (manifest.sample_rate_hz = 16_000),
    /paused-000\.wav: has 24000 Hz; .*16000/,
  ],
  ['an end after the recording', (item) => (item['speech_end_ms'] = 1e6), /wav: speech_end_ms is 1000000/],
  [
    'a pause after the end',
    (item) => (item['pauses'] = [{ at_ms: 0, duration_ms: 1e5 }]),
    /wav: pauses\.0 ends at 100000 ms/,
  ],
  ['no items', (_, manifest) => (manifest.items = []), /items: /],
])('refuses %s, by file and field', async (_, change, message) => {
  const folder = await writeCorpusFolder([paused()], change);
  await expect(loadCorpus(folder)).rejects.toThrow(message);
  await rm(folder, { recursive: true });
});

it('says what a corpus is where there is none', async () => {
  await expect(loadCorpus('/nowhere')).rejects.toThrow(join('/nowhere', 'manifest.json'));
});
