import { describe, expect, it } from 'vitest';

import { dashboardData } from './dashboard-data.ts';
import { summarizeLatency, windows } from './latency.ts';
import { type TurnRecord, parseTurnRecord } from './turn-record.ts';

/** A line as the worker writes it. */
const line = {
  at: '2026-11-21T09:31:57.756Z',
  call: '00c41e04-8479-49f1-aab2-1dd9fa8c1943',
  version: 1,
  turn: 1,
  outcome: 'answered',
  stagesMs: {
    hypothesis: 32,
    preflight: 525,
    llmRequest: 526,
    firstToken: 548,
    firstClause: 563,
    ttsRequest: 563,
    firstAudio: 565,
    commit: 1211,
    audioOut: 1221,
  },
  totalMs: 1221,
  savedMs: 531,
  llmTokens: 37,
  ttsAudioMs: 11835,
  discarded: [],
  notes: { endOfTurn: 0.6, silenceMs: 1216 },
};

describe('parseTurnRecord', () => {
  it('measures what each part took', () => {
    expect(parseTurnRecord(JSON.stringify(line))).toEqual({
      atMs: Date.parse(line.at),
      call: line.call,
      outcome: 'answered',
      durationsMs: { total: 1221, decision: 1211, stt: 493, llm: 22, clause: 15, tts: 2, output: 10 },
    });
  });

  it('leaves out what was not measured', () => {
    const lost = { ...line, outcome: 'lost', totalMs: null, stagesMs: { commit: 900, firstAudio: 950 } };
    expect(parseTurnRecord(JSON.stringify(lost))?.durationsMs).toEqual({ decision: 900 });
  });

  it.each([
    ['half a line', '{"at":"2026-11-'],
    ['nothing', ''],
    ['a later version', JSON.stringify({ ...line, version: 2 })],
    ['a word for a number', JSON.stringify({ ...line, stagesMs: { commit: 'soon' } })],
    ['no time', JSON.stringify({ ...line, at: 'today' })],
  ])('does not take %s for a record', (_, text) => {
    expect(parseTurnRecord(text)).toBeUndefined();
  });
});

const NOW_MS = Date.parse('2026-11-21T12:00:00Z');

function turn(minutesAgo: number, totalMs: number | undefined, rest: Partial<TurnRecord> = {}): TurnRecord {
  return {
    atMs: NOW_MS - minutesAgo * 60_000,
    call: 'one',
    outcome: totalMs === undefined ? 'lost' : 'answered',
    durationsMs: totalMs === undefined ? {} : { total: totalMs, llm: totalMs / 2 },
    ...rest,
  };
}

describe('summarizeLatency', () => {
  it('gives percentiles by nearest rank, part by part', () => {
    const turns = Array.from({ length: 100 }, (_, index) => turn(1, 100 - index));
    const { parts } = summarizeLatency(turns, windows.hour, NOW_MS);
    expect(parts).toEqual([
      { part: 'total', count: 100, p50: 50, p95: 95, p99: 99 },
      { part: 'llm', count: 100, p50: 25, p95: 48, p99: 50 },
    ]);
  });

  it('counts the turns, the calls and what went wrong within the window only', () => {
    const turns = [
      turn(61, 9000, { call: 'before' }),
      turn(60, 9000, { call: 'just before' }),
      turn(59, 700),
      turn(5, undefined, { call: 'two' }),
      turn(0, 800, { outcome: 'interrupted' }),
      turn(-1, 9000, { call: 'of a clock that is ahead' }),
    ];
    expect(summarizeLatency(turns, windows.hour, NOW_MS)).toMatchObject({
      turns: 3,
      calls: 2,
      interrupted: 1,
      lost: 1,
      parts: [{ part: 'total', count: 2, p50: 700, p95: 800 }, { part: 'llm' }],
    });
  });

  it('draws the window in equal steps, with the quiet ones', () => {
    const { steps } = summarizeLatency([turn(58, 700), turn(57, 900), turn(2, 500)], windows.hour, NOW_MS);
    expect(steps).toHaveLength(12);
    expect(steps[0]).toEqual({ from: '2026-11-21T11:00:00.000Z', count: 2, p50: 700, p95: 900 });
    expect(steps[1]).toEqual({ from: '2026-11-21T11:05:00.000Z', count: 0, p50: null, p95: null });
    expect(steps[11]).toMatchObject({ count: 1, p50: 500 });
    expect(summarizeLatency([], windows.day, NOW_MS).steps).toHaveLength(24);
  });

  it('answers what it is described to answer', () => {
    const hour = summarizeLatency([turn(1, 512.4)], windows.hour, NOW_MS);
    const day = summarizeLatency([], windows.day, NOW_MS);
    const data = {
      at: new Date(NOW_MS).toISOString(),
      parts: [],
      turn_log: 'on',
      hour,
      day,
      refusals: { quota: 2 },
    };
    expect(dashboardData.parse(data)).toEqual(data);
  });
});
