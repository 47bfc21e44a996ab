import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeAssistants } from './scenario-assistants.ts';
import { loadScenarios } from './scenario-file.ts';

let folder: string;
const source = join(import.meta.dirname, '..', '..', 'assistants');
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'parley-scenarios-'))));
afterAll(() => rm(folder, { recursive: true }));

/** Files of scenarios by name, as they are written for a stack. */
async function write(files: Record<string, string>) {
  const paths = await Promise.all(
    Object.entries(files).map(async ([name, text]) => {
      const path = join(folder, `${name}.yaml`);
      await writeFile(path, `${text}\nsteps: [{ wait: 1s }]`);
      return path;
    }),
  );
  const target = await mkdtemp(join(folder, 'assistants-'));
  const names = await writeAssistants(loadScenarios(paths), source, 'parley', target);
  return { names, read: (name: string) => readFile(join(target, `${name}.yaml`), 'utf8') };
}

test('a scenario that is called like an installed assistant leaves it as it is for others', async () => {
  const { names, read } = await write({
    cafe: 'assistant: cafe\nscript: [{ answer: Yes. }]',
    parley: 'assistant: { greeting: Mine. }',
    other: 'assistant: cafe',
    plain: '',
  });
  expect(Object.fromEntries(names)).toEqual({
    cafe: 'cafe_',
    parley: 'parley_',
    other: 'cafe',
    plain: 'parley',
  });
  expect(await read('cafe_')).toContain('[scenario cafe]');
  expect(await read('parley_')).toContain('Mine.');
  for (const name of ['cafe', 'parley'])
    expect(await read(name)).toBe(await readFile(join(source, `${name}.yaml`), 'utf8'));
});

test('an assistant for hand-offs can not stand in the place of an installed one', async () => {
  await expect(write({ desk: 'assistants:\n  cafe: { greeting: Mine. }' })).rejects.toThrow(
    /desk\.yaml:2:3: assistants\.cafe: there is a .*cafe\.yaml; give it another name/,
  );
});
