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

test('an answer that is interrupted ends its line, and nothing of it comes after', async () => {
  const { output, printed } = print();
  const [first, second] = [createWords(), createWords()];
  const broken = printed.printWords('parley', first.words);
  await first.write('We are ');
  const whole = printed.printWords('parley', second.words);
  await second.write('All right.');
  await first.write('open.');
  await first.end();
  await second.end();
  await Promise.all([broken, whole]);
  expect(output.text).toBe('parley: We are \nparley: All right.\n');
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
