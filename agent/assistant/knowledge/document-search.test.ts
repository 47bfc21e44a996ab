import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DocumentSearch } from './document-search.ts';

let folder: string;
let lines: string[];
let problems: string[];
let search: DocumentSearch;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-search-'));
  lines = [];
  problems = [];
  const log = { info: (line: string) => lines.push(line), warn: (problem: string) => problems.push(problem) };
  search = new DocumentSearch(undefined, log, 4000);
});

afterEach(async () => {
  await search.close();
  await rm(folder, { recursive: true });
});

const find = async (question: string) =>
  (await search.search({ folder, question, before: '' }))?.map(({ file, text }) => [file, text]);

test('a thread finds what stands in the folder, and what is put into it later', async () => {
  await writeFile(join(folder, 'hours.md'), '# Hours\n\nThe bakery opens at six.');
  search.open(folder);
  expect(await find('when does the bakery open')).toEqual([['hours.md', 'The bakery opens at six.']]);
  expect(lines).toEqual([expect.stringMatching(/: 1 documents, 1 passages, read in \d+ ms$/)]);
  await writeFile(join(folder, 'hours.md'), '# Hours\n\nThe bakery opens at seven.');
  await expect
    .poll(() => find('bakery'), { timeout: 6000 })
    .toEqual([['hours.md', 'The bakery opens at seven.']]);
  expect(problems).toEqual([]);
});

test('a PDF of 200 MB is told of and left out, and what stands beside it is found', async () => {
  await writeFile(join(folder, 'huge.pdf'), '%PDF-1.7\n');
  await truncate(join(folder, 'huge.pdf'), 200 * 1024 * 1024);
  await writeFile(join(folder, 'hours.md'), 'The bakery opens at six.');
  expect(await find('bakery')).toEqual([['hours.md', 'The bakery opens at six.']]);
  expect(problems).toEqual([
    `${folder}/huge.pdf is too large: 200 MB, at most 20 MB; split it, or take it away. It is not searched.`,
  ]);
});

test('a file that ends the thread is left out by the next one', async () => {
  // Nested so deeply that it takes minutes to be read.
  await writeFile(join(folder, 'deep.md'), '> '.repeat(400_000) + 'deep');
  await writeFile(join(folder, 'hours.md'), 'The bakery opens at six.');
  await expect
    .poll(() => find('bakery'), { timeout: 15_000 })
    .toEqual([['hours.md', 'The bakery opens at six.']]);
  expect(problems).toEqual([
    expect.stringMatching(/deep\.md takes more than 4 s to be read;.*It is not searched\.$/),
  ]);
});

test('a file that ends the thread takes none of another folder with it', async () => {
  const other = await mkdtemp(join(tmpdir(), 'parley-search-'));
  for (const path of [folder, other])
    for (let index = 0; index < 100; index++) await writeFile(join(path, `${index}.md`), 'The bakery opens.');
  await writeFile(join(folder, '50-deep.md'), '> '.repeat(400_000) + 'deep');
  search.open(other);
  search.open(folder);
  await expect.poll(() => lines.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
  await expect.poll(() => problems, { timeout: 20_000 }).toHaveLength(1);
  expect(problems[0]).toMatch(/deep\.md takes more than 4 s to be read/);
  await rm(other, { recursive: true });
}, 60_000);

test('nothing is found where there is no folder, and the folder is told of', async () => {
  search.open(join(folder, 'none'), 'assistants/a.yaml:3:1');
  expect(await search.search({ folder: join(folder, 'none'), question: 'bakery', before: '' })).toEqual([]);
  expect(problems).toEqual([
    expect.stringMatching(
      /^assistants\/a\.yaml:3:1: .*none cannot be read: no such file.*name another one\.$/,
    ),
  ]);
});
