import { expect, test } from 'vitest';
import { ScriptedLlm } from '../scripted-llm.ts';
import { createMeaningJudge } from './meaning-judge.ts';

const meaning = { says: 'We are closed.', synonyms: [], atLeast: 0.6 };

test('a language model judges where there is one; its reason is told, and a server that fails is no judge', async () => {
  const llm = await ScriptedLlm.start([
    { user: /shut/, answers: ['Yes, it says the same.'] },
    { user: /broken/, answers: [{ status: 503 }] },
    { answers: ['No. It is about the weather.'] },
  ]);
  const judge = createMeaningJudge(llm.address);
  expect(await judge(meaning, 'The shop is shut.')).toBeUndefined();
  expect(await judge(meaning, 'It rains.')).toBe('the judge says: No. It is about the weather.');
  await expect(judge(meaning, 'broken')).rejects.toThrow('answered 503');
  await llm.stop();
});

test('words are compared where there is none', async () => {
  const judge = createMeaningJudge(undefined);
  expect(await judge(meaning, 'Sorry, closed.')).toBeUndefined();
  expect(await judge(meaning, 'The shop is shut.')).toContain('missing: clos');
});
