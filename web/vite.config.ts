import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';

/** `npx vite build web` writes web/dist; `npx vite web` serves the sources and asks a running token server for tokens. */
export default defineConfig(({ mode }) => {
  const { TOKEN_SERVER_PORT: port = '3000' } = loadEnv(mode, '.', 'TOKEN_SERVER_');
  return {
    plugins: [react()],
    server: { proxy: { '/token': `http://127.0.0.1:${port}` } },
    // livekit-client alone is larger than Vite's default warning limit.
    build: { chunkSizeWarningLimit: 1200 },
  };
});
