import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { createApp } from './app.ts';
import { testConfig } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'parley-page-'));
const dist = join(folder, 'dist');
mkdirSync(join(dist, 'assets'), { recursive: true });
writeFileSync(join(dist, 'index.html'), '<!doctype html><title>Parley</title>');
writeFileSync(join(dist, 'assets/index-Ab3.js'), `export const text = '${'parley '.repeat(1000)}';`);
writeFileSync(join(dist, 'parley.js'), 'customElements;');
writeFileSync(join(folder, 'secret.txt'), 'secret');
const app = createApp(testConfig, dist);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the page', () => {
  it('is served, and asked for again each time', async () => {
    const response = await app.request('/');
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(await response.text()).toContain('Parley');
  });

  it('keeps hashed files for a year and sends them compressed', async () => {
    const response = await app.request('/assets/index-Ab3.js', { headers: { 'Accept-Encoding': 'gzip' } });
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('content-type')).toContain('text/javascript');
    expect(response.headers.get('content-encoding')).toBe('gzip');
  });

  it('lets every site load its script, and nothing else', async () => {
    const script = await app.request('/parley.js', { headers: { Origin: 'https://shop.example.com' } });
    expect(script.headers.get('access-control-allow-origin')).toBe('*');
    expect(script.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(script.headers.get('cache-control')).toBe('public, max-age=3600');
    expect(script.headers.get('x-content-type-options')).toBe('nosniff');
    for (const path of ['/', '/assets/index-Ab3.js', '/healthz']) {
      const other = await app.request(path, { headers: { Origin: 'https://shop.example.com' } });
      expect(other.headers.get('access-control-allow-origin')).toBeNull();
      expect(other.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    }
  });

  it.each(['/../secret.txt', '/%2e%2e/secret.txt', '/assets/..%2f..%2fsecret.txt', '/assets/missing.js'])(
    'answers 404 to %s',
    async (path) => {
      const response = await app.request(path);
      expect(response.status).toBe(404);
    },
  );

  it('says how to build it when it is not built', async () => {
    const response = await createApp(testConfig, join(folder, 'nowhere')).request('/');
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('npx vite build web');
  });
});
