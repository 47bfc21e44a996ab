import { expect, test } from 'vitest';
import { formatTurnLine } from './turn-line.ts';

test('a turn is one line with every stage in milliseconds', () => {
  const user = { endOfTurnDelay: 0.3124, transcriptionDelay: 0.21 };
  const answer = { llmNodeTtft: 0.014, ttsNodeTtfb: 0.24, e2eLatency: 0.83 };
  expect(formatTurnLine(3, user, answer)).toBe(
    'turn 3: EOU 312 ms · STT 210 ms · TTFT 14 ms · TTFB 240 ms · total 830 ms',
  );
});

test('a stage that was not measured is shown as such, never as zero', () => {
  expect(formatTurnLine(1, {}, { llmNodeTtft: 0 })).toBe(
    'turn 1: EOU – · STT – · TTFT 0 ms · TTFB – · total –',
  );
});
