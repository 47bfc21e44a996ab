import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What keeps people with screen readers, keyboards or weak sight from using the page as it is now; by axe-core. */
export async function findBarriers(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const results = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
  );
  return results.violations.flatMap(({ id, impact, help, nodes }) =>
    nodes.map(({ html }) => `${impact ?? 'unknown'}: ${id}, ${help}: ${html.slice(0, 200)}`),
  );
}
