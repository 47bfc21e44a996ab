import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { compress } from 'hono/compress';

const ONE_YEAR_S = 365 * 24 * 3600;
const ONE_HOUR_S = 3600;

/** What other sites load into their pages; its address does not change. */
const EMBED_SCRIPT = '/parley.js';

/**
 * Serves the built page from `folder`. Files under /assets carry a hash in their name and are kept for a year;
 * the script for other sites for an hour; everything else is asked for again each time.
 */
export function createPage(folder: string): Hono {
  const page = new Hono();
  page.use(compress());
  page.get('/', async (context, next) => {
    if (existsSync(join(folder, 'index.html'))) return next();
    return context.text('The page is not built yet: run `npx vite build web`, then reload.\n', 503);
  });
  page.use(async (context, next) => {
    await next();
    context.header('Cache-Control', context.res.ok ? chooseCaching(context.req.path) : 'no-cache');
  });
  page.use(EMBED_SCRIPT, async (context, next) => {
    await next();
    // There is nothing secret in it, and no cookie that asks for it.
    context.header('Access-Control-Allow-Origin', '*');
    context.header('Cross-Origin-Resource-Policy', 'cross-origin');
  });
  // Not as `root`: the page may be built after this process has started.
  page.use(serveStatic({ rewriteRequestPath: (path) => join(folder, path) }));
  return page;
}

function chooseCaching(path: string): string {
  if (path.startsWith('/assets/')) return `public, max-age=${ONE_YEAR_S}, immutable`;
  return path === EMBED_SCRIPT ? `public, max-age=${ONE_HOUR_S}` : 'no-cache';
}
