import { expect, test } from 'vitest';
import type { MeasuredTurn } from '../measured-turn.ts';
import { formatReport } from './markdown.ts';
import { drawPlots } from './plots.ts';
import { summarize } from './summary.ts';

function makeTurn(own: Partial<MeasuredTurn>): MeasuredTurn {
  return {
    servers: 'slow',
    arm: 'parley',
    call: 0,
    turn: 0,
    at: '2026-11-21T08:00:00.000Z',
    valid: true,
    question: { file: 'complete-000.wav', kind: 'complete', text: 'Is it open?' },
    answered: true,
    mouthToEarMs: 600,
    cutOff: false,
    pauses: [],
    understood: 'Is it open?',
    understoodErrorRate: 0,
    written: 'Yes, of course it is, until six.',
    loudMs: 3000,
    expectedLoudMs: 3000,
    gapsMs: [],
    meter: [],
    ...own,
  };
}

const noise = { file: 'noise-hum.wav', kind: 'noise', text: '' };
const wait = { file: 'bargein-000.wav', kind: 'bargein', text: 'Wait, stop.' };

test('turns of an arm become figures; invalid ones stay out', () => {
  const turns = [
    makeTurn({ mouthToEarMs: 500 }),
    makeTurn({ mouthToEarMs: 700 }),
    makeTurn({ mouthToEarMs: 9000, valid: false }),
    makeTurn({ mouthToEarMs: undefined, cutOff: true, pauses: [{ durationMs: 900, cutOff: true }] }),
    makeTurn({ mouthToEarMs: undefined, answered: false, pauses: [{ durationMs: 500, cutOff: false }] }),
    makeTurn({ arm: 'stock', mouthToEarMs: 1600 }),
  ];
  const [parley, stock] = summarize(turns);
  expect(parley).toMatchObject({
    arm: 'parley',
    turns: 4,
    invalid: 1,
    pausesCutOff: { count: 1, of: 2 },
    turnsCutOff: { count: 1, of: 4 },
    lost: { count: 1, of: 4 },
  });
  expect(parley?.mouthToEarMs).toMatchObject({ n: 2, p50: 500, p95: 700 });
  expect(stock?.mouthToEarMs.p50).toBe(1600);
});

test('an answer that ends before its text has lost its tail, unless somebody spoke over it', () => {
  const [arm] = summarize([
    makeTurn({}),
    makeTurn({ loudMs: 2000 }),
    makeTurn({ loudMs: 500, overlap: wait, bargeIn: 250 }),
  ]);
  expect(arm?.tailsCut).toEqual({ count: 1, of: 2 });
});

test('what is said over an answer is judged only where the agent spoke at that moment', () => {
  const [arm] = summarize([
    makeTurn({
      overlap: wait,
      bargeIn: 250,
      written: 'Yes, of course it',
      loudMs: 1500,
      expectedLoudMs: 1500,
    }),
    makeTurn({ overlap: wait, bargeIn: 'ignored', loudMs: 9000, expectedLoudMs: 9000 }),
    makeTurn({ overlap: wait, bargeIn: 'silent' }),
    makeTurn({ overlap: wait }),
    makeTurn({ overlap: noise, disturbance: { reaction: 'resumed' }, loudMs: 9000, expectedLoudMs: 9000 }),
    makeTurn({ overlap: noise, disturbance: { reaction: 'resumed' }, loudMs: 7000, expectedLoudMs: 9000 }),
    makeTurn({ overlap: noise, disturbance: { reaction: 'stopped' }, written: 'Yes, of', loudMs: 900 }),
  ]);
  expect(arm?.bargeInMs).toMatchObject({ n: 1, p50: 250 });
  expect(arm?.bargeInsIgnored).toEqual({ count: 1, of: 2 });
  expect(arm?.falseStops).toEqual({ count: 1, of: 3 });
  expect(arm?.resumed).toEqual({ count: 1, of: 3 });
});

test('the report has a row for each arm and draws both plots', async () => {
  const turns = [
    makeTurn({ pauses: [{ durationMs: 900, cutOff: false }] }),
    makeTurn({ arm: 'stock', mouthToEarMs: 1600, pauses: [{ durationMs: 900, cutOff: true }] }),
  ];
  const arms = summarize(turns);
  const plots = await drawPlots(turns, arms);
  expect(plots.map(({ file }) => file)).toEqual(['latency-slow.svg', 'latency-against-cutoffs-slow.svg']);
  for (const { svg } of plots) {
    expect(svg).toMatch(/^<svg/);
    expect(svg).toContain('stock');
  }
  const floor = { n: 8, p50: 120, p90: 125, p95: 126, p50Low: 118, p50High: 122 };
  const run = {
    command: 'npm run bench',
    startedAt: '2026-11-21T08:00:00.000Z',
    machine: 'a machine',
    cores: 2,
    commit: 'abc1234',
    corpus: 'our own',
    floor,
    servers: [{ name: 'slow', description: 'calibrated' }],
  };
  const report = formatReport(run, arms, ['latency-slow.svg']);
  expect(report).toContain('| parley | 1 | 600 [600–600] | 600 | 600 | 0/1 (0 %) |');
  expect(report).toContain('| stock | 1 | 1600 [1600–1600] | 1600 | 1600 | 1/1 (100 %) |');
  expect(report).toContain('120 [118–122] ms (n 8)');
  expect(report).toContain('![latency-slow](latency-slow.svg)');
});
