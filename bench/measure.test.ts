import { expect, test } from 'vitest';
import { TURN_TOPIC } from '../agent/telemetry/turn-report.ts';
import type { TranscriptLine } from '../stack/caller.ts';
import { makeHeard } from './acoustics/testing.ts';
import type { CorpusItem } from './corpus/manifest.ts';
import { measureTurn } from './measure.ts';

function makeItem(kind: CorpusItem['kind'], text: string): CorpusItem {
  const samples = new Int16Array(16_000);
  const [voice, rateHz, speechEndMs, half] = ['af_heart', 16_000, 1000, 'test'] as const;
  return { file: `${kind}-000.wav`, kind, text, voice, samples, rateHz, speechEndMs, pauses: [], half };
}

const question = makeItem('complete', 'What are your opening hours?');
const said = { startMs: 1000, endMs: 2000, pauses: [] };
const long = 'We are open from nine in the morning until six, and on Sundays from ten.';
const line = (speaker: TranscriptLine['speaker'], text: string, startedMs: number): TranscriptLine => ({
  speaker,
  text,
  startedMs,
  atMs: startedMs + 100,
});

test('a turn is judged by what was heard and read from its first sample on', () => {
  const caller = {
    heard: makeHeard(8000, [100, 800], [2600, 4000], [4600, 6000]),
    transcript: [
      line('agent', 'Hello.', 100),
      line('caller', 'What are your opening ours?', 2100),
      line('agent', long, 2500),
    ],
    data: [
      { topic: TURN_TOPIC, text: '{"turn":1,"outcome":"speaking"}', atMs: 2700 },
      { topic: TURN_TOPIC, text: '{"turn":1,"outcome":"answered"}', atMs: 6000 },
      { topic: 'chat', text: 'hello', atMs: 3000 },
    ],
  };
  const { measures, answeredMs } = measureTurn(caller, { question }, { said, endedMs: 8000 });
  expect(answeredMs).toBe(2600);
  expect(measures).toMatchObject({
    answered: true,
    mouthToEarMs: 600,
    cutOff: false,
    understood: 'What are your opening ours?',
    understoodErrorRate: 0.2,
    written: long,
    loudMs: 2800,
    gapsMs: [600],
    meter: [{ turn: 1, outcome: 'answered' }],
  });
});

test('what is said over an answer does not count as what the question was understood as', () => {
  const caller = {
    heard: makeHeard(9000, [2600, 4240]),
    transcript: [
      line('caller', question.text, 2100),
      line('agent', 'We are open from nine in the', 2500),
      line('caller', 'Wait, stop.', 5000),
    ],
    data: [],
  };
  const scenario = { question, overlap: makeItem('bargein', 'Wait, stop.') };
  const { measures } = measureTurn(caller, scenario, { said, overlapOnsetMs: 4000, endedMs: 9000 });
  expect(measures).toMatchObject({
    understood: question.text,
    understoodErrorRate: 0,
    bargeIn: 240,
    gapsMs: [],
  });
});

test('a new line of the agent after a noise means that its answer was replaced', () => {
  const heard = makeHeard(9000, [2600, 4240], [5400, 8000]);
  const scenario = { question, overlap: makeItem('noise', '') };
  const played = { said, overlapOnsetMs: 4000, endedMs: 9000 };
  const resumed = { heard, transcript: [line('agent', long, 2500)], data: [] };
  expect(measureTurn(resumed, scenario, played).measures.disturbance?.reaction).toBe('resumed');
  const replaced = { ...resumed, transcript: [...resumed.transcript, line('agent', 'Pardon?', 5300)] };
  expect(measureTurn(replaced, scenario, played).measures.disturbance?.reaction).toBe('replaced');
});

test('an answer that was over anyway tells nothing about a barge-in', () => {
  const caller = {
    heard: makeHeard(9000, [2600, 4240]),
    transcript: [line('agent', 'At nine.', 2500)],
    data: [],
  };
  const scenario = { question, overlap: makeItem('bargein', 'Wait, stop.') };
  const { measures } = measureTurn(caller, scenario, { said, overlapOnsetMs: 4000, endedMs: 9000 });
  expect(measures.bargeIn).toBeUndefined();
});
