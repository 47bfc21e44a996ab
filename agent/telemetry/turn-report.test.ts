import { expect, test, vi } from 'vitest';
import type { TurnLog } from './turn-log.ts';
import type { TurnRecord } from './turn-record.ts';
import { reportTurn } from './turn-report.ts';

const record: TurnRecord = {
  version: 1,
  turn: 1,
  outcome: 'speaking',
  stagesMs: { commit: 450, audioOut: 520 },
  totalMs: 520,
  savedMs: 319,
  llmTokens: 20,
  ttsAudioMs: 4000,
  discarded: [],
  notes: {},
};

test('the page is told as soon as the reply is heard and when it is over, the log only then', () => {
  const publishData = vi.fn(() => Promise.resolve());
  const append = vi.fn();
  const turnLog = { append } as unknown as TurnLog;
  reportTurn(record, { publishData }, turnLog);
  expect(append).not.toHaveBeenCalled();
  reportTurn({ ...record, outcome: 'answered' }, { publishData }, turnLog);
  expect(append).toHaveBeenCalledExactlyOnceWith({ ...record, outcome: 'answered' });
  const [message, options] = publishData.mock.calls[0] as unknown as [Uint8Array, object];
  expect(JSON.parse(new TextDecoder().decode(message))).toEqual(record);
  expect(options).toEqual({ reliable: true, topic: 'parley.turn' });
});

test('a room that is gone does no harm', async () => {
  const publishData = vi.fn(() => Promise.reject(new Error('disconnected')));
  reportTurn(record, { publishData });
  await expect(publishData.mock.results[0]?.value).rejects.toThrow();
});
