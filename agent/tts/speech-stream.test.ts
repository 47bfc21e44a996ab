import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReadableStream } from 'node:stream/web';
import { initializeLogger, tts } from '@livekit/agents';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSpeechSource, SpeechSynthesizer } from './speech-synthesizer.ts';
import type { SynthesizerOptions } from './speech-synthesizer.ts';

initializeLogger({ pretty: false, level: 'silent' });

const RATE_HZ = 24_000;
const LETTER_SAMPLES = 1560;
const voice = { apiKey: 'key', model: 'kokoro', voice: 'af_heart', speed: 1, language: 'en' };

type Answer = (text: string, response: ServerResponse, request: IncomingMessage) => void;

let server: Server;
let asked: string[];
let sockets: Set<unknown>;
let answer: Answer;
let cacheDir: string;

/** Speaks each letter for 65 ms, in a level that tells the request; silence around it. */
const speak: Answer = (text, response) => {
  response.writeHead(200, { 'content-type': 'audio/pcm' });
  const level = 1000 * asked.length;
  const sound = new Int16Array(text.length * LETTER_SAMPLES).fill(level);
  const silence = new Int16Array(RATE_HZ / 4);
  response.end(Buffer.concat([silence, sound, silence].map(({ buffer }) => new Uint8Array(buffer))));
};

beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'parley-'));
  asked = [];
  sockets = new Set();
  answer = speak;
  server = createServer((request, response) => {
    sockets.add(request.socket);
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { input } = JSON.parse(body) as { input: string };
      asked.push(input);
      answer(input, response, request);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(cacheDir, { recursive: true });
});

function getBaseUrl(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

function create(options: Partial<SynthesizerOptions> = {}): SpeechSynthesizer {
  return new SpeechSynthesizer({ ...voice, baseUrl: getBaseUrl(), cacheMb: 0, cacheDir, ...options });
}

interface Heard {
  samples: number[];
  frames: number[];
  error: Error | undefined;
}

async function listen(synthesizer: SpeechSynthesizer, stream: tts.SynthesizeStream): Promise<Heard> {
  const heard: Heard = { samples: [], frames: [], error: undefined };
  synthesizer.on('error', ({ error }) => (heard.error = error));
  for await (const audio of stream) {
    if (audio === tts.SynthesizeStream.END_OF_STREAM) break;
    heard.frames.push(audio.frame.samplesPerChannel);
    for (const sample of audio.frame.data) heard.samples.push(sample);
  }
  return heard;
}

function write(text: string): ReadableStream<string> {
  return new ReadableStream({
    start: (stream) => {
      stream.enqueue(text);
      stream.close();
    },
  });
}

async function say(synthesizer: SpeechSynthesizer, text: string): Promise<Heard> {
  const stream = synthesizer.stream();
  stream.updateInputStream(write(text));
  return listen(synthesizer, stream);
}

const LONG = 'You can find the opening hours on our website. We are open from nine to five on weekdays.';

test('segments follow each other sample by sample, with the pauses that their marks call for', async () => {
  const { samples, frames } = await say(create(), LONG);
  expect(asked.join(' ').replaceAll(/,(?= )/g, '')).toBe(LONG);
  expect(asked.length).toBeGreaterThan(1);
  for (const [index, text] of asked.entries()) {
    const level = 1000 * (index + 1);
    expect(samples.filter((sample) => sample === level)).toHaveLength(text.length * LETTER_SAMPLES);
  }
  const between = asked.slice(0, -1).map((text, index) => {
    const end = samples.lastIndexOf(1000 * (index + 1));
    return {
      joined: text.endsWith(','),
      silentMs: ((samples.indexOf(1000 * (index + 2)) - end) / RATE_HZ) * 1000,
    };
  });
  for (const { joined, silentMs } of between)
    expect(Math.abs(silentMs - (joined ? 20 : 300))).toBeLessThan(10);
  expect(Math.max(...frames)).toBe(RATE_HZ / 50);
});

test('whole sentences, as an arm of the benchmark', async () => {
  await say(create({ segmentation: 'sentences' }), LONG);
  expect(asked).toEqual([
    'You can find the opening hours on our website.',
    'We are open from nine to five on weekdays.',
  ]);
});

test('nothing to say is nothing to ask', async () => {
  const { samples, error } = await say(create(), '… 😀 **');
  expect([samples.length, asked.length, error]).toEqual([0, 0, undefined]);
});

test('until the turn is committed about two seconds are made', async () => {
  let commit: () => void = () => undefined;
  const committed = new Promise<void>((resolve) => (commit = resolve));
  const marks: string[] = [];
  const meter = { mark: (stage: string) => marks.push(stage), countAudio: () => undefined };
  const synthesizer = create({ whenCommitted: () => committed, beginReply: () => meter });
  const stream = synthesizer.stream();
  stream.updateInputStream(write(LONG));
  const heard = listen(synthesizer, stream);
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(asked.join(' ').length * 65).toBeLessThan(2800);
  commit();
  await heard;
  expect(asked.join(' ').replaceAll(/,(?= )/g, '')).toBe(LONG);
  expect(marks).toEqual(['firstClause', 'ttsRequest', 'firstAudio']);
});

test('a slow server is not asked on speculation while the caller still speaks', async () => {
  let fallSilent: () => void = () => undefined;
  const silent = new Promise<void>((resolve) => (fallSilent = resolve));
  const synthesizer = create({ whenSilent: () => silent, whenCommitted: () => new Promise(() => undefined) });
  const stream = synthesizer.stream();
  stream.updateInputStream(write(LONG));
  const heard = listen(synthesizer, stream);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(asked).toEqual([]);
  fallSilent();
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  stream.close();
  await heard;
});

test('a reply that is dropped closes its request at once', async () => {
  let closed: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => (closed = resolve));
  answer = (_, response) => {
    response.on('close', closed);
    response.writeHead(200, { 'content-type': 'audio/pcm' });
    response.write(Buffer.alloc(9600, 9));
  };
  const synthesizer = create();
  const stream = synthesizer.stream();
  stream.updateInputStream(write(LONG));
  await stream.next();
  stream.close();
  await gone;
  expect(asked).toHaveLength(1);
});

test('a voice that is stopped ends what it makes at once, though its server computes; what comes next is spoken', async () => {
  let closed: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => (closed = resolve));
  answer = (_, response) => response.on('close', closed);
  const synthesizer = create();
  const heard = say(synthesizer, LONG);
  await expect.poll(() => asked.length).toBe(1);
  synthesizer.stop();
  expect((await heard).frames).toEqual([]);
  await gone;
  answer = speak;
  expect((await say(synthesizer, 'Hello.')).frames.length).toBeGreaterThan(0);
});

test('a segment that failed unheard is asked for again; one that was heard in part is not', async () => {
  answer = (text, response, request) =>
    asked.length === 1 ? response.destroy() : speak(text, response, request);
  expect((await say(create(), 'Hello there, you.')).error).toBeUndefined();
  expect(asked).toEqual(['Hello there, you.', 'Hello there, you.']);
  asked = [];
  answer = (_, response) => {
    response.writeHead(200, { 'content-type': 'audio/pcm' });
    response.write(Buffer.alloc(9600, 9), () => response.destroy());
  };
  expect((await say(create(), 'Hello there, you.')).error?.message).toContain('broke off');
  expect(asked).toHaveLength(1);
});

test('connections are used again, and one that the server closed meanwhile costs no sentence', async () => {
  const synthesizer = create();
  await say(synthesizer, 'Hello there, you.');
  for (let n = 0; n < 4; n++) await say(synthesizer, 'Hello again, you.');
  expect(sockets.size).toBeLessThan(asked.length / 2);
  server.closeAllConnections();
  const { error, samples } = await say(synthesizer, 'And once more.');
  expect(error).toBeUndefined();
  expect(samples.length).toBeGreaterThan(RATE_HZ / 2);
});

test('a sentence that was prepared comes from disk, whole, without the server', async () => {
  const text = 'Hello, this is Parley. How can I help you?';
  const options = { ...voice, baseUrl: getBaseUrl(), cacheMb: 1, cacheDir };
  await createSpeechSource(options).prepare(text, new AbortController().signal, 5000);
  const { samples } = await say(create({ cacheMb: 1 }), text);
  expect(asked).toEqual([text]);
  expect(samples.filter((sample) => sample === 1000)).toHaveLength(text.length * LETTER_SAMPLES);
});

test('a sentence that is said otherwise in another language is made anew', async () => {
  const text = 'Info: info@beispiel.de.';
  const prepared = { ...voice, baseUrl: getBaseUrl(), cacheMb: 1, cacheDir };
  await createSpeechSource(prepared).prepare(text, new AbortController().signal, 5000);
  await say(create({ cacheMb: 1, language: 'de' }), text);
  expect(asked.at(-1)).toBe('Info: info ät beispiel Punkt de.');
});
