import { initializeLogger } from '@livekit/agents';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { anySignal, answer, closeServers, record, start } from './testing.ts';

beforeAll(() => initializeLogger({ pretty: false, level: 'silent' }));
afterEach(closeServers);

test.each([
  ['tells what we ask for', ['json'], { confidence: { avg_logprob: -0.3, no_speech_prob: 0.1 } }],
  [
    "has OpenAI's longer answer",
    ['json', 'verbose_json'],
    {
      segments: [
        { start: 0, end: 3, avg_logprob: -0.2, no_speech_prob: 0 },
        { start: 3, end: 4, avg_logprob: -0.6, no_speech_prob: 0.4 },
      ],
    },
  ],
])('a server that %s tells how sure it is', async (_, formats, told) => {
  const asked: string[] = [];
  const { recognizer } = await start({
    batch: (_request, body, response) => {
      const format = /name="response_format"\s+(\w+)/.exec(body.toString('latin1'))?.[1] ?? '';
      asked.push(format);
      if (format === formats.at(-1)) answer(response, 200, { text: 'Hello.', ...told });
      else answer(response, 200, { text: 'Hello.' }); // Ignores what it does not know.
    },
  });
  const first = await recognizer.hypothesize(record(1600), anySignal());
  const second = await recognizer.hypothesize(record(1600), anySignal());
  expect([...new Set(asked)]).toEqual(formats);
  expect(first.confidence === undefined).toBe(formats.length > 1);
  expect(second.confidence?.logprob).toBeCloseTo(-0.3);
  expect(second.confidence?.noSpeech).toBeCloseTo(0.1);
});

test('a server that refuses the longer answer, too, is asked for the text alone', async () => {
  const { recognizer } = await start({
    batch: (_, body, response) =>
      /include|verbose/.test(body.toString('latin1'))
        ? answer(response, 400, { error: { message: 'response_format must be json' } })
        : answer(response, 200, { text: 'Hello.' }),
  });
  expect(await recognizer.hypothesize(record(1600), anySignal())).toEqual({ text: 'Hello.' });
});
