import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildPage } from '../stack/page.ts';

const root = join(import.meta.dirname, '..');
const dist = join(import.meta.dirname, 'dist');

/** Bytes over the wire and requests that a page may cost before it is there, and with all that it loads later. */
const budgets = {
  'index.html': { firstBytes: 350_000, allBytes: 400_000, requests: 8, styleBytes: 20_000 },
  'dashboard/index.html': { firstBytes: 150_000, allBytes: 150_000, requests: 8, styleBytes: 20_000 },
};

let assets: string[];

beforeAll(async () => {
  await buildPage(root);
  assets = await readdir(join(dist, 'assets'));
}, 120_000);

/** What the page asks for by itself: scripts, styles and what it tells the browser to fetch ahead, by path. */
async function listFirstFiles(page: string): Promise<string[]> {
  const html = await readFile(join(dist, page), 'utf8');
  const urls = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url);
  return urls.map((url) => url.replace(/^\//, ''));
}

/** These and everything that is named in them, now or later. */
async function followFiles(files: readonly string[]): Promise<string[]> {
  const found = new Set(files);
  for (const file of found) {
    if (!file.endsWith('.js')) continue;
    const source = await readFile(join(dist, file), 'utf8');
    for (const asset of assets) if (source.includes(asset)) found.add(`assets/${asset}`);
  }
  return [...found];
}

async function measure(files: readonly string[]): Promise<number> {
  const sizes = files.map(
    async (file) => (await promisify(gzip)(await readFile(join(dist, file)))).byteLength,
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

describe.each(Object.entries(budgets))('%s', (page, budget) => {
  test('is as light as it should be', async () => {
    const first = await listFirstFiles(page);
    const firstBytes = await measure([page, ...first]);
    const allBytes = await measure([page, ...(await followFiles(first))]);
    const styleBytes = await measure(first.filter((file) => file.endsWith('.css')));
    console.info(
      `${page}: ${Math.round(firstBytes / 1000)} kB gzip in ${first.length + 1} requests, ${Math.round(allBytes / 1000)} kB with what comes later`,
    );
    expect(firstBytes).toBeLessThanOrEqual(budget.firstBytes);
    expect(allBytes).toBeLessThanOrEqual(budget.allBytes);
    expect(styleBytes).toBeLessThanOrEqual(budget.styleBytes);
    expect(first.length + 1).toBeLessThanOrEqual(budget.requests);
  });

  test('fetches nothing from elsewhere', async () => {
    const first = await listFirstFiles(page);
    expect(first.filter((file) => !/^(assets\/[\w.-]+|icon\.svg)$/.test(file))).toEqual([]);
  });
});

test('callers load a chart only when they open it, and operators nothing of the call', async () => {
  const [call, dashboard] = await Promise.all([
    listFirstFiles('index.html'),
    listFirstFiles('dashboard/index.html'),
  ]);
  const holds = async (files: readonly string[], text: string) => {
    const sources = await Promise.all(
      files.filter((file) => file.endsWith('.js')).map((file) => readFile(join(dist, file), 'utf8')),
    );
    return sources.some((source) => source.includes(text));
  };
  expect(await holds(call, 'visx-axis')).toBe(false);
  expect(await holds(await followFiles(call), 'visx-axis')).toBe(true);
  expect(await holds(call, 'RTCPeerConnection')).toBe(true);
  expect(await holds(await followFiles(dashboard), 'RTCPeerConnection')).toBe(false);
});

test('parley.js for other sites is one script that brings all it needs, and no React', async () => {
  const bytes = await measure(['parley.js']);
  const source = await readFile(join(dist, 'parley.js'), 'utf8');
  console.info(`parley.js: ${Math.round(bytes / 1000)} kB gzip`);
  expect(bytes).toBeLessThanOrEqual(200_000);
  expect(source).toContain('parley-call');
  expect(source).toContain('light-dark('); // Not replaced: it follows the site.
  expect(source).not.toMatch(/^\s*(import|export)\b/m);
  expect(source).not.toContain('react.transitional.element');
});
