/** Asks as a call does: from a process of its own, over the channel to the worker. */
import { connectSearch } from '../../agent/assistant/knowledge/call-search.ts';
import { askAll, readQuestions, type Found } from './evaluation.ts';

/** The first round, in which code is still being compiled, is not counted. */
const ROUNDS = 5;

const search = connectSearch();
const questions = await readQuestions();
const rounds: Found[][] = [];
for (let round = 0; round < ROUNDS; round++)
  rounds.push(
    await askAll(
      questions,
      async (folder, question) => (await search({ folder, question, before: '' })) ?? [],
    ),
  );
process.send?.(rounds);
