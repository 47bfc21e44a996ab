import { describe, expect, test } from 'vitest';
import { ThinkingFilter } from './thinking-filter.ts';

function say(text: string, size: number, startsInside = false): string {
  const filter = new ThinkingFilter(startsInside);
  let said = '';
  for (let start = 0; start < text.length; start += size)
    said += filter.push(text.slice(start, start + size));
  return said + filter.end();
}

const replies: [what: string, written: string, said: string][] = [
  ['no thought', 'We open at nine.', 'We open at nine.'],
  ['a thought', '<think>\nThey ask about <b>hours</b>.\n</think>\n\nWe open at nine.', 'We open at nine.'],
  ['no words in it', '<think>\n\n</think>\n\nWe open at nine.', 'We open at nine.'],
  ['two thoughts', 'Yes. <think>a</think>No. <THINKING>b</THINKING>', 'Yes. No. '],
  ['a thought that never ends', 'Yes. <think>They ask', 'Yes. '],
  [
    'gpt-oss',
    '<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>At nine.<|return|>',
    'At nine.',
  ],
  ['Magistral', '[THINK]Hm.[/THINK]At nine.', 'At nine.'],
  ['letters that change their length', "<THINK>İstanbul'da İki</think>Merhaba", 'Merhaba'],
  ['tokens of the template', 'At nine.<|im_end|>', 'At nine.'],
  ['smaller than, and a tag that is none', 'If 1 < 2 <thin', 'If 1 < 2 <thin'],
];

describe('what is thought is not said, in whatever pieces it comes', () => {
  test.each(replies)('%s', (_, written, said) => {
    for (const size of [1, 2, 3, 7, 1000]) expect(say(written, size)).toBe(said);
  });
});

describe('a thought whose beginning is missing', () => {
  const reply = 'They ask about hours.\n</think>\n\nWe open at nine.';

  test('is found at its end, too late unless all came at once', () => {
    const filter = new ThinkingFilter();
    expect(filter.push(reply)).toBe('We open at nine.');
    expect(filter.startedInside).toBe(true);
  });

  test('is held back where it is expected', () => {
    for (const size of [1, 3, 1000]) expect(say(reply, size, true)).toBe('We open at nine.');
  });

  test('is a reply if it never ends as one', () => {
    const filter = new ThinkingFilter(true);
    expect(filter.push('We open at nine.') + filter.end()).toBe('We open at nine.');
    expect(filter.startedInside).toBe(false);
  });
});

test('plain words pass at once', () => {
  const filter = new ThinkingFilter();
  expect(['We', ' open', ' at', ' nine.'].map((word) => filter.push(word))).toEqual([
    'We',
    ' open',
    ' at',
    ' nine.',
  ]);
});
