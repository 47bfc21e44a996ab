import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const file = join(import.meta.dirname, 'questions.yaml');

/** As many as the worker looks for; its room for passages holds them all. */
export const SHOWN = 5;

const schema = z.array(
  z.strictObject({
    folder: z.string(),
    questions: z.array(z.strictObject({ ask: z.string(), file: z.string(), heading: z.string() })),
  }),
);

/** A question, and the passage that answers it. */
export interface TestQuestion {
  folder: string;
  ask: string;
  file: string;
  heading: string;
}

/** What came of a question. */
export interface Found extends TestQuestion {
  /** Place of the right passage among those that were found, from 0; undefined where it is not among them. */
  place: number | undefined;
  durationMs: number;
}

/** Finds passages in a folder, best first. */
export type Search = (
  folder: string,
  question: string,
) => Promise<readonly { file: string; heading: string }[]>;

/** The questions that come with Parley. */
export async function readQuestions(): Promise<TestQuestion[]> {
  const sets = schema.parse(parse(await readFile(file, 'utf8')));
  return sets.flatMap(({ folder, questions }) => questions.map((question) => ({ folder, ...question })));
}

/** Asks one question after the other. */
export async function askAll(questions: readonly TestQuestion[], search: Search): Promise<Found[]> {
  const found: Found[] = [];
  for (const question of questions) {
    const startedMs = performance.now();
    const passages = await search(question.folder, question.ask);
    const durationMs = performance.now() - startedMs;
    const place = passages.findIndex(
      ({ file, heading }) => file === question.file && heading === question.heading,
    );
    found.push({ ...question, place: place < 0 ? undefined : place, durationMs });
  }
  return found;
}
