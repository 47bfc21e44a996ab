import { expect, test } from 'vitest';
import { findBoundaries } from './text-boundaries.ts';

/** The text with its boundaries shown: ‖ after sentences, | after clauses, · between other words. */
function show(text: string, ended = true): string {
  let shown = '';
  let start = 0;
  for (const { end, kind } of findBoundaries(text, ended)) {
    shown += text.slice(start, end) + { sentence: '‖', clause: '|', breath: '·', word: '.' }[kind];
    start = end;
  }
  return (shown + text.slice(start)).replace(/\s+/g, ' ');
}

const marks = (text: string, ended = true) => show(text, ended).replace(/[·]|(?<=\p{L})\.(?=\s)/gu, '');

test.each([
  ['Yes, of course. How can I help?', 'Yes,| of course.‖ How can I help?‖'],
  ['He said "Stop!" Then he left.', 'He said "Stop!"‖ Then he left.‖'],
  ['Well — it works; or does it?', 'Well —| it works;| or does it?‖'],
  ['First\nSecond', 'First ‖Second‖'],
  ['¿Qué tal? Muy bien.', '¿Qué tal?‖ Muy bien.‖'],
])('sentences and clauses of %s', (text, expected) => {
  expect(marks(text)).toBe(expected);
});

test.each([
  'Dr. Smith paid $3.50 to Mr. J. Brown',
  'It costs 1,200.75 dollars',
  'Open 9:45 a.m. to 5 p.m. on weekdays',
  'Fruit, e.g. apples',
  'See example.com for more',
  'Am 3. Oktober ist frei',
  'Call 555, 0134',
  'No. 5 is alive',
])('no sentence or clause ends inside "%s"', (text) => {
  const kinds = findBoundaries(text, false).filter(({ end }) => /[.:]$|\d,$/.test(text.slice(0, end)));
  expect(kinds).toEqual([]);
});

test('a number stays with what it counts, a name stays whole', () => {
  expect(show('About 25 percent came from New York today')).toBe(
    'About 25 percent· came· from· New York· today‖',
  );
  expect(show('The answer is 42 million')).toBe('The. answer· is 42 million‖');
});

test('languages without spaces are cut between words', () => {
  expect(show('今天天气很好，我们去公园。')).toMatch(/好，\|.*公园。‖$/);
  expect(findBoundaries('今天天气很好我们去公园散步', false).length).toBeGreaterThan(2);
  expect(findBoundaries('สวัสดีครับยินดีต้อนรับ', false).length).toBeGreaterThan(0);
});

test('a dot is no end until the next word tells; a question mark is', () => {
  expect(findBoundaries('It costs 3.', false).filter(({ kind }) => kind === 'sentence')).toEqual([]);
  expect(findBoundaries('It is done.', false).filter(({ kind }) => kind === 'sentence')).toEqual([]);
  expect(findBoundaries('It is done. Now', false)).toContainEqual({ end: 11, kind: 'sentence' });
  expect(findBoundaries('Is it?', false)).toContainEqual({ end: 6, kind: 'sentence' });
});

test('text without words has no boundary', () => {
  for (const text of ['', ' ', '…', '?!', '**']) expect(findBoundaries(text, true)).toEqual([]);
});
