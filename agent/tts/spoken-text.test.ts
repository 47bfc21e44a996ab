import { describe, expect, test } from 'vitest';
import { SpokenText } from './spoken-text.ts';

/** What is said of a text that comes in pieces of so many characters. */
function say(text: string, size = Infinity): string {
  const spoken = new SpokenText();
  let said = '';
  for (let start = 0; start < text.length; start += size)
    said += spoken.push(text.slice(start, start + size));
  return (said + spoken.end())
    .replace(/[ \t]+/g, ' ')
    .replace(/ $/gm, '')
    .trim();
}

const markup: [what: string, written: string, said: string][] = [
  [
    'plain text',
    "It's 5 o'clock, isn't it? Yes: 3.5 (or so)!",
    "It's 5 o'clock, isn't it? Yes: 3.5 (or so)!",
  ],
  [
    'emphasis',
    'This is **very** important, *really* __so__, _see_.',
    'This is very important, really so, see.',
  ],
  ['emphasis inside of a word', 'un**believ**able', 'unbelievable'],
  [
    'stars and lines that are none',
    'john_smith@example.com pays 2*3 and 2 * 3',
    'john_smith@example.com pays 2*3 and 2 * 3',
  ],
  ['code', 'Run `npm start` now.', 'Run npm start now.'],
  [
    'a block of one line',
    'Run this:\n```sh\nnpm start\n```\nThen speak.',
    'Run this:\nnpm start\nThen speak.',
  ],
  ['a block of more', 'Here:\n```js\nlet a;\na = 1;\n```\nDone.', 'Here:\nDone.'],
  ['a block that never ends', 'Here:\n```js\nlet a;\na = 1;', 'Here:'],
  ['a link', 'See [our page](https://example.com/a?b=c), please.', 'See our page, please.'],
  [
    'a link with spaces and a title',
    'See [our new page](https://example.com "The page") now.',
    'See our new page now.',
  ],
  ['a picture', 'Look: ![a cat](cat.png) there.', 'Look: a cat there.'],
  ['an address', 'Go to https://www.example.com/path/x?y=1#z. Bye.', 'Go to example.com. Bye.'],
  ['an address with a user and a port', 'Go to http://me@localhost:3000/x now', 'Go to localhost now'],
  [
    'addresses in brackets',
    'Go (https://example.com), or <https://a.example/b>, or <me@b.example>.',
    'Go (example.com), or a.example, or me@b.example.',
  ],
  ['footnotes', 'Open daily.[1] Closed never[^2].', 'Open daily. Closed never.'],
  [
    'tags',
    'One<br>two <b>three</b> <span class="x">four</span>, if a <b then.',
    'One two three four, if a <b then.',
  ],
  ['headings', '# Opening hours\nNine to five.', 'Opening hours.\nNine to five.'],
  [
    'a list',
    'We have:\n- milk\n* **bread**\n+ eggs!\n\nAnd more.',
    'We have:\nmilk.\nbread.\neggs!\n\nAnd more.',
  ],
  ['a list with numbers', '1. Milk\n2. Bread', '1. Milk\n2. Bread'],
  ['tasks', '- [ ] Milk\n- [x] Bread\n', 'Milk.\nBread.'],
  ['a Japanese list', '- 牛乳\n- パン\n', '牛乳。\nパン。'],
  ['quotes and rules', '> He said no.\n\n---\nI see.', 'He said no.\n\n\nI see.'],
  ['a table', '| Day | Open |\n|---|:-:|\n| Mon | **9** |\n', 'Day, Open.\n\nMon, 9.'],
  ['pictures and faces', 'Great! 🎉👍🏽 Really 👩‍👩‍👧 good :-) ❤️ 🇬🇧.', 'Great! Really good .'],
  ['keys and signs that have a name', '1️⃣ first, © 2026 ™', '1 first, © 2026 ™'],
  ['a backslash', 'About 5\\% now', 'About 5% now'],
  ['smaller, larger, and', 'If a < b > c & d, then -5', 'If a < b > c & d, then -5'],
];

describe('what is written becomes what is said', () => {
  test.each(markup)('%s', (_, written, said) => expect(say(written)).toBe(said));
});

describe('in whatever pieces it comes', () => {
  test.each(markup)('%s', (_, written, said) => {
    for (const size of [1, 2, 3, 5, 7]) expect(say(written, size)).toBe(said);
  });
});

test.each(['Sure', 'Sure,', 'Hello!', 'Is it', 'はい、', 'About 5.5 of C#', 'and/or', 'me@example.com'])(
  '%s waits for nothing',
  (text) => {
    expect(new SpokenText().push(text)).toBe(text);
    const spoken = new SpokenText();
    expect(Array.from(text, (letter) => spoken.push(letter)).join('')).toBe(text);
  },
);

test('random text neither fails nor depends on its pieces', () => {
  const parts = [
    'word',
    '**',
    '_',
    '`',
    '```',
    '[',
    '](',
    ')',
    '<',
    '>',
    '|',
    '#',
    '-',
    '\n',
    ' ',
    '!',
    '🎉',
    'http://x.y',
    ':',
  ];
  let seed = 1;
  const pick = () => parts[(seed = (seed * 48271) % 2147483647) % parts.length] ?? '';
  for (let round = 0; round < 3000; round++) {
    const text = Array.from({ length: 12 }, pick).join('');
    const count = (said: string) => said.split('word').length;
    expect(count(say(text, 3)), JSON.stringify(text)).toBe(count(say(text)));
  }
});
