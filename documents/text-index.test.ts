import { expect, test } from 'vitest';
import { TextIndex } from './text-index.ts';

const index = await TextIndex.create(
  [
    'Our coffee is roasted here.',
    'Cheese cake on Sundays.',
    'A house beside the lake.',
    'The warranty: two years.',
  ].map((text) => ({ title: '', text })),
);

// The stemmer makes coffe of coffee, and coff of coffe.
test.each([
  ['Do you have coffee?', 'Our coffee is roasted here.'],
  ['Is there cheese?', 'Cheese cake on Sundays.'],
  ['where is the house', 'A house beside the lake.'],
  ['Does it come with a guarantee?', 'The warranty: two years.'],
])('%s', async (question, text) => {
  expect((await index.rank(question, 5)).map(({ entry }) => entry.text)).toEqual([text]);
});
