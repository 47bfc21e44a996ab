import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { TurnAudio } from '../turn-audio.ts';
import { Recognizer } from './recognizer.ts';

interface ClientEvent {
  type: string;
  event_id?: string;
  audio?: string;
}

/** An STT server whose faults are scripted. */
export interface ScriptedServer {
  batch?: (request: IncomingMessage, body: Buffer, response: ServerResponse) => void;
  /** Receives each event with the number of samples that this connection holds. */
  realtime?: (socket: WebSocket, event: ClientEvent, samples: number) => void;
}

const closing: (() => void)[] = [];

/** Ends the servers of a test. */
export const closeServers = () => closing.splice(0).forEach((close) => close());

/** What is spoken to a server; it may change in the middle of a test. */
interface Spoken {
  language: string;
  languages?: string[];
}

/** Starts a scripted server, and whoever asks it. */
export async function start(script: ScriptedServer, spoken: Spoken = { language: 'en' }) {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.headers.upgrade) response.writeHead(404).end();
      else script.batch?.(request, Buffer.concat(chunks), response);
    });
  });
  server.keepAliveTimeout = 0; // No hint to the client how long it may keep a connection.
  let connections = 0;
  server.on('connection', () => connections++);
  if (script.realtime) serveRealtime(new WebSocketServer({ server }), script.realtime);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const interims: string[] = [];
  const recognizer = new Recognizer(
    {
      baseUrl: `http://127.0.0.1:${port}/v1`,
      apiKey: 'key',
      model: 'tiny.en',
      get language() {
        return spoken.language;
      },
      get languages() {
        return spoken.languages ?? [];
      },
    },
    true,
    ({ text }) => interims.push(text),
  );
  closing.push(
    () => recognizer.close(),
    () => server.close(),
    () => server.closeAllConnections(),
  );
  return { recognizer, interims, countConnections: () => connections };
}

function serveRealtime(server: WebSocketServer, script: NonNullable<ScriptedServer['realtime']>): void {
  server.on('connection', (socket) => {
    let samples = 0;
    socket.send(JSON.stringify({ type: 'session.created', session: { hypotheses: true } }));
    socket.on('message', (data: Buffer) => {
      const event = JSON.parse(data.toString()) as ClientEvent;
      if (event.type === 'input_audio_buffer.append')
        samples += Buffer.from(event.audio ?? '', 'base64').length / 2;
      script(socket, event, samples);
    });
  });
}

/** A hypothesis over the realtime route. */
export const tell = (socket: WebSocket, transcript: string, id: string | null = null) =>
  socket.send(
    JSON.stringify({
      type: 'input_audio_buffer.hypothesis',
      transcript,
      end_of_turn: 0.5,
      client_event_id: id,
    }),
  );

/** An answer of the batch route. */
export const answer = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

/** A turn of so many samples. */
export function record(samples: number): TurnAudio {
  const audio = new TurnAudio();
  audio.append(new Int16Array(samples).fill(1000));
  return audio;
}

/** One that is never aborted. */
export const anySignal = () => new AbortController().signal;
