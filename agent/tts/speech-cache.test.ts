import { mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initializeLogger } from '@livekit/agents';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSpeechKey, SpeechCache } from './speech-cache.ts';

initializeLogger({ pretty: false, level: 'silent' });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'speech-'));
});
afterEach(() => rm(folder, { recursive: true }));

const SAMPLES = Int16Array.from({ length: 1000 }, (_, n) => n - 500);
const SIZE = 32 + 2000;
const key = (text: string) => createSpeechKey('http://tts/v1', 'kokoro', 'af_heart', 1, text);
const listSpeech = async () => (await readdir(folder)).filter((name) => name.endsWith('.speech'));
const open = (maxBytes = 1e6) => new SpeechCache(folder, maxBytes);

test('what is kept is read by other processes, and no text is in names', async () => {
  await open().keep(key('Hello there.'), SAMPLES);
  expect(await open().read(key('Hello there.'))).toEqual(SAMPLES);
  expect(await open().has(key('Hello there.'))).toBe(true);
  expect(await open().has(key('Hello.'))).toBe(false);
  expect(await listSpeech()).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.speech$/)]);
});

test('a key tells servers, models, voices, speeds and texts apart', () => {
  const keys = [
    createSpeechKey('http://tts/v1', 'kokoro', 'af_heart', 1, 'Hi'),
    createSpeechKey('http://other/v1', 'kokoro', 'af_heart', 1, 'Hi'),
    createSpeechKey('http://tts/v1', 'piper', 'af_heart', 1, 'Hi'),
    createSpeechKey('http://tts/v1', 'kokoro', 'am_adam', 1, 'Hi'),
    createSpeechKey('http://tts/v1', 'kokoro', 'af_heart', 1.5, 'Hi'),
    createSpeechKey('http://tts/v1', 'kokoro', 'af_heart', 1, 'Hi!'),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

test('what one call was told does not lie on disk, however often; what the next is told as well does', async () => {
  const call = open();
  await call.offer(key('Your code is 42.'), SAMPLES);
  await call.offer(key('Your code is 42.'), SAMPLES);
  expect(await listSpeech()).toEqual([]);
  expect((await readFile(join(folder, 'sightings'))).toString()).not.toContain('code');
  await open().offer(key('Your code is 42.'), SAMPLES);
  expect(await open().read(key('Your code is 42.'))).toEqual(SAMPLES);
  await open().offer(key('Another.'), SAMPLES);
  expect(await listSpeech()).toHaveLength(1);
});

test('the least recently used makes room', async () => {
  const cache = open(3 * SIZE);
  for (const [index, text] of ['a', 'b', 'c'].entries()) {
    await cache.keep(key(text), SAMPLES);
    await utimes(join(folder, `${key(text)}.speech`), index, index);
  }
  await cache.read(key('a'));
  await cache.keep(key('d'), SAMPLES);
  expect(await cache.has(key('a'))).toBe(true);
  expect(await cache.has(key('b'))).toBe(false);
  expect(await cache.has(key('d'))).toBe(true);
});

test('what is larger than all room is not kept', async () => {
  await open(100).keep(key('long'), SAMPLES);
  expect(await listSpeech()).toEqual([]);
});

test.each(['shortened', 'changed', 'empty'])('a %s file is no speech, and is removed', async (damage) => {
  const cache = open();
  await cache.keep(key('a'), SAMPLES);
  const path = join(folder, `${key('a')}.speech`);
  if (damage === 'changed') {
    const bytes = await readFile(path);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    await writeFile(path, bytes);
  } else await truncate(path, damage === 'empty' ? 0 : 900);
  expect(await cache.read(key('a'))).toBeUndefined();
  await expect(stat(path)).rejects.toThrow('ENOENT');
});

test('many processes that write the same at once leave one whole file', async () => {
  await Promise.all(Array.from({ length: 20 }, () => open().keep(key('a'), SAMPLES)));
  expect(await readdir(folder)).toEqual([`${key('a')}.speech`]);
  expect(await open().read(key('a'))).toEqual(SAMPLES);
});

test('a folder that cannot be written costs nothing but the cache', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  const cache = new SpeechCache(join(file, 'speech'), 1e6);
  await cache.keep(key('a'), SAMPLES);
  await cache.offer(key('a'), SAMPLES);
  expect(await cache.read(key('a'))).toBeUndefined();
});
