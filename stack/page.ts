import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { report, runCommand } from './progress.ts';

/**
 * Builds web/dist unless it was built from these very sources.
 *
 * @throws Error when the build fails; its output is in the log.
 */
export async function buildPage(root: string): Promise<void> {
  const web = join(root, 'web');
  const stampFile = join(web, 'dist', '.stamp');
  const wanted = await hashSources(web, join(root, 'package-lock.json'));
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === wanted) return;
  report('building the page');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const exitCode = await runCommand(process.execPath, [vite, 'build', web, '--logLevel', 'warn'], {
    NODE_ENV: 'production', // Under vitest it is 'test', and React would come with all that helps its developers.
  });
  if (exitCode !== 0) throw new Error('The page could not be built; see the lines above.');
  await writeFile(stampFile, wanted);
}

async function hashSources(web: string, lockFile: string): Promise<string> {
  const entries = await readdir(web, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(join(web, 'dist')) && !file.endsWith('.test.ts'))
    .sort();
  const hash = createHash('sha256');
  for (const file of [...files, lockFile]) hash.update(file).update(await readFile(file));
  return hash.digest('hex');
}
