import { expect, test } from 'vitest';
import { prepareResult } from './result.ts';

test('10 MB become a few words, with a note, in no time', () => {
  const text = prepareResult('All work and no play. '.repeat(500_000), 300);
  expect(text).toMatch(/^All work and no play\. /);
  expect(text).toMatch('[Cut: this is the beginning of 11000000 characters.');
  expect(text.length).toBeLessThan(450);
});

test('a page becomes its text', () => {
  const page = `<!doctype html><html><head><title>Tea</title><style>p{}</style></head><body>
    <script>alert(1)</script><h1>Opening hours</h1><p>Open from <b>nine</b> to five.</p><img src="x.png"></body></html>`;
  const text = prepareResult(page, 500);
  expect(text).toMatch('Opening hours');
  expect(text).toMatch('nine');
  expect(text).not.toMatch(/<|alert|p\{\}|x\.png/);
});

test('10 MB of nested markup do no harm', () => {
  const text = prepareResult(`<html>${'<div>'.repeat(2_000_000)}Tea`, 300);
  expect(text.length).toBeLessThan(450);
});

test('what is encoded or invisible is left out; JSON stays compact', () => {
  expect(prepareResult({ photo: `data:image/png;base64,${'A'.repeat(900)}`, name: 'Ada\u0007' }, 500)).toBe(
    '{"photo":"[data]","name":"Ada\\u0007"}',
  );
  expect(prepareResult(`Key: ${'a1'.repeat(300)}\u0007`, 500)).toBe('Key: [data]');
});

test('nothing is still an answer', () => {
  expect(prepareResult('  ', 500)).toMatch('Done');
});
