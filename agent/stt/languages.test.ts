import { initializeLogger } from '@livekit/agents';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { anySignal, answer, closeServers, record, start } from './testing.ts';

beforeAll(() => initializeLogger({ pretty: false, level: 'silent' }));
afterEach(closeServers);

/** The form fields of a multipart request, without its file. */
function readFields(body: Buffer): string[] {
  const fields = [...body.toString('latin1').matchAll(/name="([^"]+)"\r\n\r\n([^\r]*)\r\n/g)];
  return fields.map(([, name, value]) => `${name}=${value}`);
}

const auto = () => ({ language: 'en', languages: ['en', 'es', 'de'] });

test('our server is told what it could be, and tells what it was', async () => {
  let fields: string[] = [];
  const { recognizer } = await start(
    {
      batch: (_, body, response) => {
        fields = readFields(body);
        answer(response, 200, {
          text: 'Hola.',
          end_of_turn: 0.9,
          language: 'es',
          language_probability: 0.97,
        });
      },
    },
    auto(),
  );
  expect(await recognizer.hypothesize(record(1600), anySignal())).toMatchObject({
    text: 'Hola.',
    language: 'es',
    languageProbability: 0.97,
  });
  expect(fields).toEqual(
    expect.arrayContaining(['language=en', 'languages[]=en', 'languages[]=es', 'languages[]=de']),
  );
});

test('another server is left to find out, and names languages as OpenAI does', async () => {
  const asked: string[][] = [];
  const { recognizer } = await start(
    {
      batch: (_, body, response) => {
        const fields = readFields(body);
        asked.push(fields);
        const isVerbose = fields.includes('response_format=verbose_json');
        answer(response, 200, { text: 'Hallo.', ...(isVerbose && { language: 'german' }) });
      },
    },
    auto(),
  );
  expect((await recognizer.hypothesize(record(1600), anySignal())).language).toBeUndefined();
  expect((await recognizer.hypothesize(record(1600), anySignal())).language).toBe('de');
  expect(asked[1]?.some((field) => /^languages?(\[\])?=/.test(field))).toBe(false);
});

test('a call that changes its language tells the open connection', async () => {
  const spoken: { language: string; languages?: string[] } = auto();
  const told: unknown[] = [];
  const { recognizer } = await start(
    {
      batch: (_request, _body, response) => answer(response, 200, { text: 'Not connected yet.' }),
      realtime: (socket, event) => {
        const { session } = event as { session?: { audio: { input: { transcription: unknown } } } };
        if (event.type === 'session.update') told.push(session?.audio.input.transcription);
        if (event.type === 'input_audio_buffer.hypothesize')
          socket.send(
            JSON.stringify({
              type: 'input_audio_buffer.hypothesis',
              transcript: 'Hola.',
              end_of_turn: 0.5,
              language: 'es',
              language_probability: 0.9,
              client_event_id: event.event_id,
            }),
          );
      },
    },
    spoken,
  );
  await vi.waitFor(async () =>
    expect(await recognizer.hypothesize(record(1600), anySignal())).toMatchObject({
      language: 'es',
      languageProbability: 0.9,
    }),
  );
  spoken.language = 'es';
  recognizer.feed(record(3200));
  const transcription = { model: 'tiny.en', languages: ['en', 'es', 'de'] };
  await vi.waitFor(() =>
    expect(told).toEqual([
      { ...transcription, language: 'en' },
      { ...transcription, language: 'es' },
    ]),
  );
});
