import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { WebSocketServer } from 'ws';
import { answerError, ApiError } from './api-error.ts';
import type { Ear } from './ear.ts';
import { createLanguageModel } from './language-model.ts';
import { RealtimeSession } from './realtime-session.ts';
import type { Row } from './rows.ts';
import { createSpeechSynthesis } from './speech-synthesis.ts';
import { Station } from './station.ts';
import type { StationReport } from './station.ts';
import { createTranscription } from './transcription.ts';

const HOST = '127.0.0.1';

/** Of GET and DELETE /calibration. */
export type Calibration = Record<'stt' | 'llm' | 'tts', StationReport>;

/**
 * All three model servers at one address: `/v1/audio/transcriptions`, `/v1/realtime` where the row streams,
 * `/v1/chat/completions`, `/v1/audio/speech`. `GET /calibration` tells how precisely each has slept and how often
 * it was asked; `DELETE /calibration` tells the same and begins anew.
 *
 * @param seed - of the jitter. @param port - 0 for a free one.
 * @returns the address, and how to close it.
 */
export async function serveModels(
  row: Row,
  ear: Ear,
  seed: number,
  port = 0,
): Promise<{ url: string; close: () => void }> {
  const stations = { stt: new Station(seed), llm: new Station(seed + 1), tts: new Station(seed + 2) };
  const app = new Hono();
  app.onError(answerError);
  app.notFound((context) => answerError(new ApiError(404, 'There is nothing at this address.'), context));
  app.route('/', createTranscription(row.stt, ear, stations.stt));
  app.route('/', createLanguageModel(row.llm, stations.llm));
  app.route('/', createSpeechSynthesis(row.tts, stations.tts));
  app.get('/v1/models', (context) =>
    context.json({
      object: 'list',
      data: [{ id: 'calibrated', object: 'model', created: 0, owned_by: 'bench' }],
    }),
  );
  app.get('/health', (context) => context.json({ status: 'ok' }));
  app.get('/calibration', (context) => context.json(report(stations)));
  app.delete('/calibration', (context) => {
    const taken = report(stations);
    for (const station of Object.values(stations)) station.reset();
    return context.json(taken);
  });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  serveRealtime(server, row.stt.streamingMs, ear, stations.stt);
  server.listen(port, HOST);
  await once(server, 'listening');
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function serveRealtime(server: Server, decodeMs: number | undefined, ear: Ear, station: Station): void {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (decodeMs === undefined || !request.url?.startsWith('/v1/realtime')) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      const session = new RealtimeSession(ear, station, decodeMs, (event) => {
        client.send(JSON.stringify(event));
      });
      client.on('message', (data: Buffer) => session.receive(data.toString()));
      client.on('close', () => session.close());
    });
  });
}

function report({ stt, llm, tts }: Record<'stt' | 'llm' | 'tts', Station>): Calibration {
  return { stt: stt.report(), llm: llm.report(), tts: tts.report() };
}
