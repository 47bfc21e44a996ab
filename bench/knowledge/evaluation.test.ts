import { expect, test } from 'vitest';
import { DocumentFolder } from '../../documents/document-folder.ts';
import { Knowledge } from '../../documents/knowledge.ts';
import { askAll, readQuestions, SHOWN } from './evaluation.ts';

test('of 50 questions as callers ask them, at least 45 find their passage among those the model is shown', async () => {
  const questions = await readQuestions();
  expect(questions).toHaveLength(50);
  const folders = new Map<string, Knowledge>();
  for (const { folder } of questions)
    folders.set(folder, folders.get(folder) ?? (await Knowledge.open(folder)));
  const found = await askAll(
    questions,
    async (folder, question) => (await folders.get(folder)?.search(question, SHOWN)) ?? [],
  );
  const missed = found.filter(({ place }) => place === undefined).map(({ ask }) => ask);
  expect(found.length - missed.length, `not found: ${missed.join('; ')}`).toBeGreaterThanOrEqual(45);
});

test('each question has a passage', async () => {
  for (const { folder: path, file, heading } of await readQuestions()) {
    const folder = new DocumentFolder(path, (problem) => expect.fail(problem));
    await folder.refresh();
    const place = { file, heading };
    expect(folder.passages).toContainEqual(expect.objectContaining(place));
  }
});
