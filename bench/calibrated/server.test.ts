import { once } from 'node:events';
import OpenAI, { toFile } from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { encodeWav } from '../../agent/stt/wav.ts';
import { loadCorpus } from '../corpus/manifest.ts';
import { sayWithPauses, writeCorpusFolder } from '../corpus/testing.ts';
import { createEar } from './ear.ts';
import { chooseReply } from './replies.ts';
import type { Row } from './rows.ts';
import { serveModels } from './server.ts';
import type { Calibration } from './server.ts';
import { VOICE_RATE_HZ } from './voice.ts';

/** What its clients see; how long it takes is measured by the bench, on a machine that is idle. */
const row: Row = {
  stt: { batchMs: 5, streamingMs: 5 },
  llm: { ttftMs: 5, tokensPerSecond: 200 },
  tts: { ttfbMs: 5, realTimeFactor: 0.02 },
};
const order = sayWithPauses('order.wav', ['I would like a pizza with', 'extra cheese, please.'], 600);
const pauseMs = order.item.pauses[0]?.at_ms ?? 0;
const firstHalf = order.samples.slice(0, ((pauseMs + 200) * VOICE_RATE_HZ) / 1000);
const turnEnds = { 'order.wav': [{ at_ms: pauseMs + 40, probability: 0.2 }] };

let url: string;
let close: () => void;
let client: OpenAI;

beforeAll(async () => {
  const corpus = await loadCorpus(await writeCorpusFolder([order]));
  ({ url, close } = await serveModels(row, createEar(corpus, turnEnds), 1));
  client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'any', maxRetries: 0 });
});
afterAll(() => close());
beforeEach(async () => {
  await takeCalibration();
});

async function takeCalibration(): Promise<Calibration> {
  return (await (await fetch(`${url}/calibration`, { method: 'DELETE' })).json()) as Calibration;
}

const ask = (content: string) => ({ model: 'any', messages: [{ role: 'user' as const, content }] });

describe('the official client', () => {
  it('gets the words that were played, and a judgement of the end where it asks for one', async () => {
    const file = await toFile(encodeWav(firstHalf, VOICE_RATE_HZ), 'speech.wav');
    expect(await client.audio.transcriptions.create({ model: 'any', file })).toEqual({
      text: 'I would like a pizza with.',
    });
    const form = new FormData();
    form.set('file', new Blob([encodeWav(firstHalf, VOICE_RATE_HZ)]));
    form.append('include[]', 'end_of_turn');
    const response = await fetch(`${url}/v1/audio/transcriptions`, { method: 'POST', body: form });
    expect(await response.json()).toEqual({ text: 'I would like a pizza with.', end_of_turn: 0.2 });
  });

  it('streams a scripted answer to its end', async () => {
    const stream = await client.chat.completions.create({
      ...ask('Do you ship to Ireland?'),
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
    expect(text).toBe(chooseReply('Do you ship to Ireland?'));
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop');
    expect(chunks.at(-1)?.usage?.completion_tokens).toBe(text.split(' ').length);
  });

  it('gets the same answer whole, and only as much as it asks for', async () => {
    const whole = await client.chat.completions.create(ask('Around six.'));
    expect(whole.choices[0]?.message.content).toBe(chooseReply('Around six.'));
    const short = await client.chat.completions.create({ ...ask('Around six.'), max_completion_tokens: 1 });
    expect(short.choices[0]).toMatchObject({ finish_reason: 'length' });
    expect(short.usage?.completion_tokens).toBe(1);
  });

  it('hears the same speech for the same text, as long as its characters take', async () => {
    const say = async (input: string) => {
      const answer = await client.audio.speech.create({
        model: 'any',
        voice: 'any',
        input,
        response_format: 'pcm',
      });
      return new Int16Array(await answer.arrayBuffer());
    };
    const [first, again, other] = [
      await say('Good morning.'),
      await say('Good morning.'),
      await say('Good evening.'),
    ];
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
    expect(first.length / VOICE_RATE_HZ).toBeCloseTo('Good morning. '.length / 15, 1);
    expect(first.slice(0, 480).some((sample) => Math.abs(sample) > 1000)).toBe(true);
  });

  it('raises its own errors for what is refused', async () => {
    const mp3 = client.audio.speech.create({
      model: 'any',
      voice: 'any',
      input: 'Hello',
      response_format: 'mp3',
    });
    await expect(mp3).rejects.toThrow(/only speaks pcm/);
    const empty = client.chat.completions.create({ model: 'any', messages: [] });
    await expect(empty).rejects.toThrow(OpenAI.BadRequestError);
    const file = await toFile(Buffer.from('no audio'), 'speech.wav');
    await expect(client.audio.transcriptions.create({ model: 'any', file })).rejects.toThrow(
      /not a WAV file/,
    );
  });
});

describe('calibration', () => {
  it('counts requests and those whose client left, and measures every sleep', async () => {
    const stream = await client.chat.completions.create({ ...ask('Tell me more.'), stream: true });
    stream.controller.abort();
    const speech = await client.audio.speech.create({
      model: 'any',
      voice: 'any',
      input: 'A long sentence that nobody wants to hear to its end. '.repeat(20),
      response_format: 'pcm',
    });
    await speech.body?.cancel();
    await client.chat.completions.create({ ...ask('Tell me more.'), max_completion_tokens: 2 });
    let taken: Calibration | undefined;
    await vi.waitFor(async () => {
      taken = (await (await fetch(`${url}/calibration`)).json()) as Calibration;
      expect(taken.llm).toMatchObject({ requests: 2, aborted: 1 });
      expect(taken.tts).toMatchObject({ requests: 1, aborted: 1 });
    });
    expect(taken?.stt).toEqual({ requests: 0, aborted: 0, sleeps: 0, p99Ms: 0, worstMs: 0, valid: true });
    expect(taken?.llm.sleeps).toBeGreaterThanOrEqual(3);
    expect(taken?.llm.worstMs).toBeGreaterThanOrEqual(taken?.llm.p99Ms ?? Infinity);
    await takeCalibration();
    expect((await takeCalibration()).llm).toMatchObject({ requests: 0, aborted: 0, sleeps: 0 });
  });
});

describe('the realtime socket', () => {
  async function connect(): Promise<{ socket: WebSocket; events: Record<string, unknown>[] }> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/realtime?intent=transcription`);
    const events: Record<string, unknown>[] = [];
    socket.on('message', (data: Buffer) =>
      events.push(JSON.parse(data.toString()) as Record<string, unknown>),
    );
    await once(socket, 'open');
    return { socket, events };
  }
  const append = (socket: WebSocket, samples: Int16Array) => {
    const { buffer, byteOffset, byteLength } = samples;
    const audio = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
    socket.send(JSON.stringify({ type: 'input_audio_buffer.append', audio }));
  };
  const waitFor = (events: Record<string, unknown>[], type: string) =>
    vi.waitUntil(() => events.find((event) => event['type'] === type));

  it('answers a hypothesis with the words so far, keeps the audio, and transcribes it all on commit', async () => {
    const { socket, events } = await connect();
    expect(await waitFor(events, 'session.created')).toMatchObject({ session: { hypotheses: true } });
    append(socket, firstHalf);
    socket.send(JSON.stringify({ type: 'input_audio_buffer.hypothesize', event_id: 'a' }));
    expect(await waitFor(events, 'input_audio_buffer.hypothesis')).toMatchObject({
      transcript: 'I would like a pizza with.',
      end_of_turn: 0.2,
      client_event_id: 'a',
    });
    append(socket, order.samples.slice(firstHalf.length));
    socket.send(JSON.stringify({ type: 'input_audio_buffer.commit' }));
    expect(await waitFor(events, 'conversation.item.input_audio_transcription.completed')).toMatchObject({
      transcript: 'I would like a pizza with extra cheese, please.',
    });
    socket.close();
  });

  it('tells of its own accord, forgets what is cleared, and explains what it does not understand', async () => {
    const { socket, events } = await connect();
    socket.send(JSON.stringify({ type: 'session.update', session: { hypothesis_interval_ms: 500 } }));
    append(socket, firstHalf);
    expect(await waitFor(events, 'input_audio_buffer.hypothesis')).toMatchObject({ client_event_id: null });
    socket.send(JSON.stringify({ type: 'input_audio_buffer.clear' }));
    await waitFor(events, 'input_audio_buffer.cleared');
    events.length = 0;
    socket.send(JSON.stringify({ type: 'input_audio_buffer.hypothesize', event_id: 'b' }));
    expect(await waitFor(events, 'input_audio_buffer.hypothesis')).toMatchObject({ transcript: '' });
    socket.send('{"type":"dance"}');
    expect(await waitFor(events, 'error')).toMatchObject({ error: { type: 'invalid_request_error' } });
    socket.close();
  });

  it('is not there in a row that does not stream', async () => {
    const batch = await serveModels({ ...row, stt: { batchMs: 5 } }, createEar([], {}), 1);
    const socket = new WebSocket(`${batch.url.replace('http', 'ws')}/v1/realtime`);
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toContain('404');
    batch.close();
  });
});
