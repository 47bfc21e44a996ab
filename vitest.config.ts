import { defineConfig } from 'vitest/config';

const folders = '{agent,token-server,models,documents,stack,bench,web}/**';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [`${folders}/*.test.ts`],
          exclude: ['**/*.e2e.test.ts', '**/node_modules/**'],
          testTimeout: 20_000,
          // Most of them wait for something: more at a time than there are cores is a third of the time.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
          // Some start a real livekit-server, beside as many other files as there are cores.
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          // Whole conversations on real models: one file at a time, or they would take each other's cores.
          name: 'e2e',
          include: [`${folders}/*.e2e.test.ts`],
          globalSetup: 'stack/shared-stack.ts',
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // Speech that is recognised on cores which others use, too, comes out differently now and then.
          retry: 2,
        },
      },
    ],
  },
});
