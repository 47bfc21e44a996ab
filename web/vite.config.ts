import { join } from 'node:path';

import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';

const inWeb = (path: string) => join(import.meta.dirname, path);

/** What the pages ask the token server for. */
const serverPaths = ['/token', '/authentication', '/calls', '/dashboard/data'];

/**
 * `npx vite build web` writes web/dist: the pages, and parley.js for other sites. `npx vite web` serves the sources of the
 * pages and asks a running token server for tokens.
 */
export default defineConfig(({ mode }) => {
  const { TOKEN_SERVER_PORT: port = '3000' } = loadEnv(mode, '.', 'TOKEN_SERVER_');
  return {
    plugins: [react()],
    server: {
      proxy: Object.fromEntries(serverPaths.map((path) => [path, `http://127.0.0.1:${port}`])),
    },
    // livekit-client alone is larger than Vite's default warning limit.
    build: { chunkSizeWarningLimit: 1200 },
    builder: {}, // Builds both environments.
    environments: {
      client: { build: { rolldownOptions: { input: [inWeb('index.html'), inWeb('dashboard/index.html')] } } },
      embed: {
        consumer: 'client',
        build: {
          emptyOutDir: false, // The pages are there already.
          copyPublicDir: false,
          // They know light-dark(). What would stand in for it does not follow the colours of the site around.
          cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
          rolldownOptions: {
            input: inWeb('embed/parley.ts'),
            output: { format: 'iife', entryFileNames: 'parley.js' },
          },
        },
      },
    },
  };
});
