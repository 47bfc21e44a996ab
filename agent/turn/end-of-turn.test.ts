import { describe, expect, test } from 'vitest';
import { completenessFeatureNames } from './completeness.ts';
import fitted from './end-of-turn-weights.json' with { type: 'json' };
import { estimateEndOfTurn, gatherFeatures, readsComplete } from './end-of-turn.ts';

const whole = { text: 'What is the capital of France?', language: 'en' };
const cut = { text: 'I would like to book a table for', language: 'en' };

test('the weights fit the features that are measured', () => {
  expect(fitted.textFeatures).toEqual(completenessFeatureNames);
  for (const audio of [{}, { smartTurn: 0.5 }, { v1Mini: 0.5 }, { smartTurn: 0.5, v1Mini: 0.5 }]) {
    for (const text of ['', 'Hello.']) {
      for (const languageModel of [undefined, 0.5]) {
        const { variant, features } = gatherFeatures({ text, language: 'en', languageModel, ...audio });
        expect(fitted.variants[variant].weights).toHaveLength(features.length);
      }
    }
  }
});

test('a whole sentence is likelier over than one that breaks off, with any evidence from the audio', () => {
  for (const audio of [{}, { smartTurn: 0.6 }, { v1Mini: 0.5 }, { smartTurn: 0.6, v1Mini: 0.5 }]) {
    expect(estimateEndOfTurn({ ...whole, ...audio })).toBeGreaterThan(
      estimateEndOfTurn({ ...cut, ...audio }) + 0.2,
    );
  }
});

test.each(['smartTurn', 'v1Mini'] as const)('a higher %s makes the end likelier', (detector) => {
  for (const text of [undefined, 'I need a flight from Boston']) {
    const [low, high] = [0.1, 0.95].map((value) =>
      estimateEndOfTurn({ text, language: 'en', [detector]: value }),
    ) as [number, number];
    expect(high).toBeGreaterThan(low);
  }
});

test('a language model that expects the end makes it likelier, in the language that this was fitted to', () => {
  for (const audio of [{}, { smartTurn: 0.6 }, { v1Mini: 0.5 }, { smartTurn: 0.6, v1Mini: 0.5 }]) {
    const judge = (languageModel: number) => estimateEndOfTurn({ ...whole, ...audio, languageModel });
    expect(judge(0.6)).toBeGreaterThan(judge(0.01) + 0.1);
  }
  const german = { text: 'Ich möchte nach Berlin', language: 'de' };
  expect(estimateEndOfTurn({ ...german, languageModel: 0.9 })).toBe(estimateEndOfTurn(german));
  expect(estimateEndOfTurn({ text: '', language: 'en', languageModel: 0.9 })).toBe(0.5);
});

test('it is a probability, whatever comes in', () => {
  for (const smartTurn of [undefined, NaN, -1, 0, 1, 7]) {
    for (const text of [undefined, '', '…', 'a'.repeat(10_000), '我想', 'um']) {
      const p0 = estimateEndOfTurn({ text, language: 'xx', smartTurn });
      expect(p0).toBeGreaterThan(0);
      expect(p0).toBeLessThan(1);
    }
  }
});

test('of several judgements in one pause the mean counts', () => {
  const judge = (v1Mini: number | number[]) => estimateEndOfTurn({ ...whole, v1Mini });
  expect(judge([0.7, 0.7])).toBeCloseTo(judge(0.7), 10);
  expect(judge([0.3, 0.7])).toBeCloseTo(judge(0.5), 10);
  expect(judge([])).toBe(estimateEndOfTurn(whole));
});

test('evidence that is no number counts as missing', () => {
  expect(estimateEndOfTurn({ ...whole, smartTurn: NaN })).toBe(estimateEndOfTurn(whole));
});

describe('which interim transcripts are worth a speculation', () => {
  test.each([
    ['en', 'What are your opening hours?', true],
    ['en', 'Please turn off the lights in the kitchen.', true],
    ['en', 'Yes, please.', true],
    ['en', 'I would like to book a', false],
    ['en', 'My number is', false],
    ['en', 'Um...', false],
    ['en', '', false],
    ['de', 'Wie spät ist es?', true],
    ['de', 'Ich möchte einen Tisch für', false],
    ['fr', 'Quelle heure est-il ?', true],
    ['ja', '明日の', false],
    ['zh', '因为', false],
  ])('%s: %s', (language, text, expected) => expect(readsComplete(text, language)).toBe(expected));
});
