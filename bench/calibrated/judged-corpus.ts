import { createHash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../../stack/progress.ts';

const root = join(import.meta.dirname, '..', '..');
const judge = join('bench', 'corpus', 'judge_turn_ends.py');

/**
 * The file that holds what Smart Turn makes of a corpus' silences. It is made on first use, which takes a minute.
 *
 * @param cacheDir - where setup has put the Python environment and the models.
 */
export async function ensureTurnEnds(cacheDir: string, corpusFolder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const path of [join(corpusFolder, 'manifest.json'), join(root, judge)])
    hash.update(await readFile(path));
  const file = join(cacheDir, 'bench', `turn-ends-${hash.digest('hex').slice(0, 12)}.json`);
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) return file;
  console.log(`having Smart Turn judge the pauses of ${corpusFolder}: once, takes a minute`);
  const python = join(cacheDir, 'venv', 'bin', 'python');
  const code = await runCommand(python, [join(root, judge), '--corpus', corpusFolder, '--out', file], {
    PYTHONPATH: root,
  });
  if (code !== 0) throw new Error(`${judge} failed with exit code ${String(code)}; see the lines above.`);
  return file;
}
