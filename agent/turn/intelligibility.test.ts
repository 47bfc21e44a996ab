import { expect, test } from 'vitest';
import { isUnclear } from './intelligibility.ts';

/** What models/stt made of recordings, with what it told of its confidence. */
test.each([
  ['a clear sentence', 'Do you ship to Ireland?', -0.33, 0.04, false],
  ['a telephone, one word wrong', 'the museum open on Mondays.', -0.82, 0.05, false],
  ['one word', 'Yes.', -0.77, 0.08, false],
  ['two words in babble', 'Yes, please.', -0.89, 0.37, false],
  ['another language', 'I think we should have a parking lot of coffee.', -1.19, 0.22, true],
  ['noise taken for a farewell', 'Thank you.', -0.96, 0.81, true],
  ['babble taken for a word', 'I', -0.43, 0.53, true],
  ['a single word of another language', 'Thank you.', -1.29, 0.37, true],
  ['nothing', '', -3, 0.9, false],
])('%s: %s', (_, text, logprob, noSpeech, expected) => {
  expect(isUnclear({ text, endOfTurn: undefined, confidence: { logprob, noSpeech } })).toBe(expected);
});

test('a server that does not tell is believed', () => {
  expect(isUnclear({ text: 'Thank you.', endOfTurn: undefined })).toBe(false);
});
