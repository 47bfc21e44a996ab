import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{agent,token-server,models,stack,bench,web}/**/*.test.ts'],
    testTimeout: 20_000,
  },
});
