import { expect, test } from 'vitest';
import { CallTally } from './call-record.ts';

test('a record tells who had the call, how many turns it had and how the last one ended', () => {
  let nowMs = 1000;
  const tally = new CallTally(() => nowMs);
  tally.answeredBy({ assistant: 'parley', experiment: 'shorter', variant: 'control' });
  tally.count({ outcome: 'speaking' });
  tally.count({ outcome: 'answered' });
  tally.answeredBy({ assistant: 'parley', experiment: 'shorter', variant: 'control' }); // In another language.
  tally.answeredBy({ assistant: 'cafe' });
  tally.count({ outcome: 'interrupted' });
  nowMs += 61_000;
  expect(tally.finish('goodbye')).toEqual({
    version: 1,
    assistants: ['parley', 'cafe'],
    experiments: { shorter: 'control' },
    end: 'goodbye',
    turns: 2,
    lastOutcome: 'interrupted',
    durationMs: 61_000,
  });
});
