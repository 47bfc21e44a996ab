import { expect, test } from 'vitest';
import { formatLogLine, prefixLine } from './log-line.ts';

test('a pino line becomes its message and its fields', () => {
  const line = JSON.stringify({
    level: 30,
    time: 1,
    pid: 2,
    hostname: 'h',
    msg: 'registered worker',
    id: 'AW_1',
  });
  expect(formatLogLine(line)).toBe('registered worker id=AW_1');
});

test('debug lines and personal data are left out', () => {
  expect(formatLogLine(JSON.stringify({ level: 20, msg: 'noise' }))).toBeUndefined();
  expect(formatLogLine(JSON.stringify({ level: 30, msg: 'heard', 'lk.pii.text': 'secret' }))).toBe('heard');
});

test('plain text and broken JSON stay as they are', () => {
  expect(formatLogLine('INFO: started')).toBe('INFO: started');
  expect(formatLogLine('{not json')).toBe('{not json');
  expect(formatLogLine('   ')).toBeUndefined();
});

test('every process has its name before each line', () => {
  expect(prefixLine('stt', 0, 'ready')).toContain('stt');
  expect(prefixLine('stt', 0, 'ready')).toMatch(/│ ready$/);
});
