import { expect, test, vi } from 'vitest';
import type { HistoryEntry } from './history-entry.ts';

vi.hoisted(() => {
  vi.stubGlobal('navigator', { languages: ['en-GB'] });
  vi.stubEnv('TZ', 'UTC');
});

const { exportJson, exportText } = await import('./history-export.ts');

const atMs = Date.UTC(2026, 10, 21, 9, 5, 7);
const entries: HistoryEntry[] = [
  {
    kind: 'spoken',
    id: '1',
    atMs,
    speaker: 'agent',
    text: 'We are op',
    isFinal: true,
    isInterrupted: true,
    sources: [
      { file: 'a.pdf', heading: 'Hours', page: 3 },
      { file: 'b.md', heading: undefined, page: undefined },
    ],
  },
  { kind: 'typed', id: '2', atMs: atMs + 2000, speaker: 'caller', text: '<b>When?</b>' },
  { kind: 'tool', id: '3', atMs: atMs + 3000, name: 'look_up', state: 'failed', durationMs: 120 },
];

test('the text is what a person would write down', () => {
  expect(exportText(entries)).toBe(
    [
      'Parley, 21 November 2026',
      '',
      '[09:05:07] Parley: We are op (interrupted) (From: a.pdf, Hours, page 3 · b.md)',
      '[09:05:09] You (typed): <b>When?</b>',
      '[09:05:10] Tool look_up: failed',
      '',
    ].join('\n'),
  );
});

test('the JSON has every entry, with times that programs read', () => {
  expect(JSON.parse(exportJson(entries))).toEqual({
    version: 1,
    entries: [
      {
        at: '2026-11-21T09:05:07.000Z',
        id: '1',
        kind: 'spoken',
        speaker: 'agent',
        text: 'We are op',
        isFinal: true,
        isInterrupted: true,
        sources: [{ file: 'a.pdf', heading: 'Hours', page: 3 }, { file: 'b.md' }],
      },
      { at: '2026-11-21T09:05:09.000Z', id: '2', kind: 'typed', speaker: 'caller', text: '<b>When?</b>' },
      {
        at: '2026-11-21T09:05:10.000Z',
        id: '3',
        kind: 'tool',
        name: 'look_up',
        state: 'failed',
        durationMs: 120,
      },
    ],
  });
});
