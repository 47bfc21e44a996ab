import { expect, test } from 'vitest';
import { PrintedCall } from './printed-call.ts';

/** Words that come when the test wants them. */
function createWords() {
  const { readable, writable } = new TransformStream<string, string>();
  const writer = writable.getWriter();
  return { words: readable, write: (word: string) => writer.write(word), end: () => writer.close() };
}

function print() {
  const output = { text: '' };
  return { output, printed: new PrintedCall((text) => (output.text += text)) };
}

test('an answer that is interrupted ends its line, even if its last words come late', async () => {
  const { output, printed } = print();
  const [first, second] = [createWords(), createWords()];
  const broken = printed.printWords('parley', first.words);
  const whole = printed.printWords('cafe', second.words);
  await first.write('We are ');
  await second.write('All right.');
  await second.end();
  await first.write('open.');
  await first.end();
  await Promise.all([broken, whole]);
  expect(output.text).toBe('parley: We are \ncafe: All right.\nparley: open.\n');
});

test('a line of the caller stands by itself, and the answer goes on below', async () => {
  const { output, printed } = print();
  const { words, write, end } = createWords();
  const whole = printed.printWords('parley', words);
  await write('We are ');
  printed.printLine('you: Mm-hm.');
  await write('open.');
  await end();
  await whole;
  printed.printLine('The call has ended.');
  expect(output.text).toBe('parley: We are \nyou: Mm-hm.\nparley: open.\nThe call has ended.\n');
});

test('words are no commands to the terminal', async () => {
  const { output, printed } = print();
  const { words, write, end } = createWords();
  const whole = printed.printWords('parley', words);
  await write('Yes\u001b[2J\u0007.');
  await end();
  await whole;
  expect(output.text).toBe('parley: Yes [2J .\n');
});
