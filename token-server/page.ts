import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { compress } from 'hono/compress';

const ONE_YEAR_S = 365 * 24 * 3600;

/**
 * Serves the built page from `folder`. Files under /assets carry a hash in their name and are kept for a year;
 * everything else is asked for again each time.
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
    const isHashed = context.res.ok && context.req.path.startsWith('/assets/');
    context.header('Cache-Control', isHashed ? `public, max-age=${ONE_YEAR_S}, immutable` : 'no-cache');
  });
  // Not as `root`: the page may be built after this process has started.
  page.use(serveStatic({ rewriteRequestPath: (path) => join(folder, path) }));
  return page;
}
