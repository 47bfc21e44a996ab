import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { initializeLogger } from '@livekit/agents';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { TurnAudio } from '../turn-audio.ts';
import { Recognizer } from './recognizer.ts';
import { anySignal, answer, closeServers, record, start, tell } from './testing.ts';
import type { ScriptedServer } from './testing.ts';

beforeAll(() => initializeLogger({ pretty: false, level: 'silent' }));
afterEach(closeServers);

describe('a server with the batch route only', () => {
  test('is posted the turn as a WAV file', async () => {
    const { recognizer } = await start({
      batch: (request, body, response) => {
        expect(request.url).toBe('/v1/audio/transcriptions');
        expect(request.headers.authorization).toBe('Bearer key');
        expect(body.includes('RIFF')).toBe(true);
        answer(response, 200, { text: ' Hello. ', end_of_turn: 0.9 });
      },
    });
    expect(await recognizer.hypothesize(record(1600), anySignal())).toEqual({
      text: 'Hello.',
      endOfTurn: 0.9,
    });
  });

  test('is posted turn after turn on one connection, also when fetch would have closed it', async () => {
    let answered = 0;
    const { recognizer, countConnections } = await start({
      batch: (_request, _body, response) => answer(response, 200, { text: `Answer ${++answered}.` }),
    });
    await recognizer.hypothesize(record(1600), anySignal());
    const before = countConnections(); // One for the post, and one for the attempt to stream.
    await sleep(6000);
    expect((await recognizer.hypothesize(record(1600), anySignal())).text).toBe('Answer 2.');
    expect(countConnections()).toBe(before);
  });

  test('that refuses our extension is asked without it', async () => {
    const { recognizer } = await start({
      batch: (_, body, response) =>
        body.includes('end_of_turn')
          ? answer(response, 422, { error: { message: 'unknown include' } })
          : answer(response, 200, { text: 'Hello.' }),
    });
    const plain = { text: 'Hello.', endOfTurn: undefined };
    expect(await recognizer.hypothesize(record(1600), anySignal())).toEqual(plain);
  });

  test('that refuses a request whatever it asks for is asked for as much the next time', async () => {
    let isBroken = true;
    const { recognizer } = await start({
      batch: (_, body, response) => {
        const isExtended = body.includes('end_of_turn');
        if (isBroken) answer(response, 400, { error: { message: 'no audio' } });
        else answer(response, 200, { text: 'Hello.', ...(isExtended && { end_of_turn: 0.9 }) });
      },
    });
    await expect(recognizer.hypothesize(record(1600), anySignal())).rejects.toThrow('400');
    isBroken = false;
    expect((await recognizer.hypothesize(record(1600), anySignal())).endOfTurn).toBe(0.9);
  });

  test('that fails once is asked again, with the same audio', async () => {
    const sizes: number[] = [];
    const { recognizer } = await start({
      batch: (_, body, response) => {
        sizes.push(body.length);
        if (sizes.length === 1) response.destroy();
        else answer(response, 200, { text: 'Hello.' });
      },
    });
    expect((await recognizer.hypothesize(record(1600), anySignal())).text).toBe('Hello.');
    expect(sizes[0]).toBe(sizes[1]);
  });

  test.each([
    [
      'an error',
      (response: ServerResponse) => answer(response, 503, { error: {} }),
      /refused the audio: 503/,
    ],
    ['a web page', (response: ServerResponse) => response.end('<html>'), /other than a transcript/],
    [
      'JSON of another kind',
      (response: ServerResponse) => answer(response, 200, { words: [] }),
      /transcript/,
    ],
  ])('that keeps answering %s is an error, not words', async (_, reply, message) => {
    const { recognizer } = await start({ batch: (_request, _body, response) => reply(response) });
    await expect(recognizer.hypothesize(record(1600), anySignal())).rejects.toThrow(message);
  });

  test('is no longer waited for when the caller goes on', async () => {
    const { recognizer } = await start({ batch: () => undefined });
    const asking = new AbortController();
    const asked = recognizer.hypothesize(record(1600), asking.signal);
    asking.abort(new Error('the caller went on'));
    await expect(asked).rejects.toThrow('the caller went on');
  });
});

describe('a server that streams', () => {
  /** Resolves when the connection stands: the first hypothesis comes from it. */
  async function connect(recognizer: Recognizer, audio = new TurnAudio()) {
    await vi.waitFor(async () => {
      expect((await recognizer.hypothesize(audio, anySignal())).endOfTurn).toBe(0.5);
    });
  }

  const batch: ScriptedServer['batch'] = (_, body, response) =>
    answer(response, 200, { text: `${body.length > 3200 ? 'whole' : 'part of the'} turn` });

  test('is sent each sample once', async () => {
    const { recognizer } = await start({
      batch,
      realtime: (socket, { type, event_id }, samples) => {
        if (type === 'input_audio_buffer.hypothesize') tell(socket, `${samples} samples`, event_id);
      },
    });
    await connect(recognizer);
    const audio = record(800);
    recognizer.feed(audio);
    audio.append(new Int16Array(800));
    recognizer.feed(audio);
    expect((await recognizer.hypothesize(audio, anySignal())).text).toBe('1600 samples');
  });

  test('that answers out of order is understood in order', async () => {
    const late: (() => void)[] = [];
    const { recognizer } = await start({
      batch,
      realtime: (socket, { type, event_id }, samples) => {
        if (type !== 'input_audio_buffer.hypothesize') return;
        const send = () => tell(socket, `${samples} samples`, event_id);
        if (samples === 800) late.push(send);
        else send();
        if (samples === 1600) late.forEach((it) => it());
      },
    });
    await connect(recognizer);
    const audio = record(800);
    const first = recognizer.hypothesize(audio, anySignal());
    audio.append(new Int16Array(800));
    const second = recognizer.hypothesize(audio, anySignal());
    expect((await second).text).toBe('1600 samples');
    expect((await first).text).toBe('800 samples');
  });

  test('that closes in the middle of a turn loses nothing: the kept audio is posted', async () => {
    const { recognizer } = await start({
      batch,
      realtime: (socket, { type, event_id }, samples) => {
        if (type !== 'input_audio_buffer.hypothesize') return;
        if (samples > 0) socket.terminate();
        else tell(socket, '', event_id);
      },
    });
    await connect(recognizer);
    const audio = record(1600);
    recognizer.feed(audio);
    expect((await recognizer.hypothesize(audio, anySignal())).text).toBe('whole turn');
  });

  test('that comes back is sent the turn from its start', async () => {
    let connections = 0;
    const { recognizer } = await start({
      batch,
      realtime: (socket, { type, event_id }, samples) => {
        if (type === 'session.update') connections++;
        if (type !== 'input_audio_buffer.hypothesize') return;
        if (connections === 1 && samples > 0) socket.terminate();
        else tell(socket, `${samples} samples`, event_id);
      },
    });
    await connect(recognizer);
    const audio = record(1600);
    await recognizer.hypothesize(audio, anySignal());
    await connect(recognizer, audio);
    expect((await recognizer.hypothesize(audio, anySignal())).text).toBe('1600 samples');
  });

  test('is left even while the connection is being opened', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const baseUrl = `http://127.0.0.1:${port}/v1`;
    const connected = once(server, 'connection') as Promise<[WebSocket]>;
    const recognizer = new Recognizer(
      { baseUrl, apiKey: 'key', model: 'tiny.en', language: 'en' },
      true,
      () => undefined,
    );
    const [socket] = await connected; // It has not said yet that there is a session.
    recognizer.close();
    await once(socket, 'close');
    server.close();
  });

  test('is not believed about the turn before', async () => {
    const { recognizer, interims } = await start({
      batch,
      realtime: (socket, { type, event_id }, samples) => {
        if (type === 'input_audio_buffer.clear') {
          tell(socket, 'words of the turn before');
          socket.send(JSON.stringify({ type: 'input_audio_buffer.cleared' }));
          tell(socket, 'words of this turn');
        }
        if (type === 'input_audio_buffer.hypothesize') tell(socket, `${samples}`, event_id);
      },
    });
    await connect(recognizer);
    recognizer.feed(record(1600));
    recognizer.clear();
    await vi.waitFor(() => expect(interims).toEqual(['words of this turn']));
  });
});
